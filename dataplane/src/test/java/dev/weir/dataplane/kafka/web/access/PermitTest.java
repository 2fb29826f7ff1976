package dev.weir.dataplane.kafka.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.kafka.web.access.ScopeRules.Needed;
import dev.weir.dataplane.kafka.web.access.ScopeRules.OfRoute;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What who was let in may do, and until when. */
class PermitTest {
    private static final ScopeRules RULES = new ScopeRules(
            List.of(
                    new OfRoute(topic -> topic.startsWith("orders"), new Needed("orders:read", "orders:write")),
                    new OfRoute(topic -> topic.startsWith("o"), new Needed("never:asked", null)),
                    new OfRoute(topic -> topic.startsWith("p"), new Needed(null, "prices:write"))),
            new Needed("read", null));

    private final TestClock clock = new TestClock();

    @Test
    void theFirstRouteThatTakesATopicSaysWhatItNeeds() {
        assertThat(RULES.needed(Right.READ, "orders.eu")).isEqualTo("orders:read");
        assertThat(RULES.needed(Right.WRITE, "orders.eu")).isEqualTo("orders:write");
    }

    @Test
    void whatTheRouteDoesNotSayIsAsUsual() {
        assertThat(RULES.needed(Right.READ, "prices")).isEqualTo("read");
        assertThat(RULES.needed(Right.WRITE, "prices")).isEqualTo("prices:write");
        assertThat(RULES.needed(Right.READ, "customers")).isEqualTo("read");
        assertThat(RULES.needed(Right.WRITE, "customers")).isNull();
    }

    @Test
    void aScopeAllowsWhatItIsNeededForAndNothingElse() {
        Permit permit = permit("orders:read");

        assertThat(permit.allows(Right.READ, "orders")).isTrue();
        assertThat(permit.allows(Right.WRITE, "orders")).isFalse();
        assertThat(permit.allows(Right.READ, "customers")).isFalse();
        assertThat(permit.allows(Right.WRITE, "customers")).isTrue();
        assertThatCode(() -> permit.require(Right.READ, "orders")).doesNotThrowAnyException();
    }

    @Test
    void whatWouldBeNeededIsTold() {
        assertThatThrownBy(() -> permit("orders:read").require(Right.WRITE, "orders"))
                .isInstanceOfSatisfying(Denied.class, denied -> {
                    assertThat(denied.problem().status()).isEqualTo(403);
                    assertThat(denied.problem().detail())
                            .isEqualTo("topic orders may not be written without the scope orders:write");
                    assertThat(denied.fields().first("WWW-Authenticate"))
                            .isEqualTo("Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"orders:write\"");
                });
    }

    @Test
    void itIsOverWhenWhatItStandsOnExpires() {
        Permit permit = permit("read");

        assertThat(permit.isOver()).isFalse();
        assertThat(permit.within(Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(15));
        clock.move(Duration.ofSeconds(50));
        assertThat(permit.within(Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(10));
        clock.move(Duration.ofSeconds(10));
        assertThat(permit.isOver()).isTrue();
        clock.move(Duration.ofSeconds(10));
        assertThat(permit.within(Duration.ofSeconds(15))).isZero();
    }

    @Test
    void whereNobodyIsAskedEverythingIsAllowedForEver() {
        assertThat(Permit.UNLIMITED.allows(Right.WRITE, "orders")).isTrue();
        assertThat(Permit.UNLIMITED.isOver()).isFalse();
        assertThat(Permit.UNLIMITED.within(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    }

    private Permit permit(String... scopes) {
        return Permit.byToken("ada", Set.of(scopes), RULES, clock.in(Duration.ofSeconds(60)), clock);
    }
}
