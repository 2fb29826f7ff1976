package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.greenbytes.http.sfv.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9211 section 2. */
class CacheStatusTest {
    @Test
    void a_hit_tells_how_long_it_stays_fresh_or_has_been_stale() {
        assertThat(CacheStatus.hit(376).value()).isEqualTo("weir; hit; ttl=376").startsWith(CacheStatus.HIT_PREFIX);
        assertThat(CacheStatus.hit(-412).value()).isEqualTo("weir; hit; ttl=-412");
    }

    @ParameterizedTest
    @EnumSource(Forward.class)
    void what_was_forwarded_tells_why(Forward reason) {
        assertThat(CacheStatus.forwarded(reason).value()).isEqualTo("weir; fwd=" + reason.token());
    }

    @Test
    void all_that_is_known_is_told() {
        CacheStatus status = CacheStatus.forwarded(Forward.URI_MISS)
                .withForwardStatus(304)
                .stored(60)
                .withCollapsed(true)
                .withKey("http://h/a?b=\"c\"")
                .withDetail("memory");

        assertThat(status.value())
                .isEqualTo("weir; fwd=uri-miss; fwd-status=304; stored; collapsed; ttl=60;"
                        + " key=\"http://h/a?b=\\\"c\\\"\"; detail=memory");
        assertThat(CacheStatus.forwarded(Forward.STALE).withCollapsed(false).value())
                .isEqualTo("weir; fwd=stale; collapsed=?0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "a b", "\"\\", "\u00fc\n", "1", "", "*"})
    void the_value_is_a_structured_field_whatever_the_detail(String detail) {
        String value = CacheStatus.hit(1).withDetail(detail).withKey(detail).value();

        assertThat(Parser.parseList(value).get()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void a_refusal_can_be_the_detail(Refusal refusal) {
        assertThat(CacheStatus.hit(1).withDetail(refusal.token()).value()).endsWith("; detail=" + refusal.token());
    }
}
