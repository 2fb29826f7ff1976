package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "orders,orders",
        "orders*,orders",
        "orders*,orders.eu",
        "*,''",
        "**,orders",
        "*.dlq,orders.dlq",
        "*.dlq,orders.dlq.dlq",
        "o?ders,orders",
        "*a*b*c,xxabxbc",
        "orders.?*,orders.eu",
    })
    void matches(String pattern, String name) {
        assertThat(Glob.of(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "orders,order",
        "orders,orders2",
        "orders,Orders",
        "orders*,my-orders",
        "o?ders,oders",
        "orders.?*,orders.",
        "orders.eu,ordersxeu",
        "'',orders",
        "*.dlq,orders.dlq2",
    })
    void does_not_match(String pattern, String name) {
        assertThat(Glob.of(pattern).matches(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "orders,orders,true",
        "orders*,orders.eu*,true",
        "orders*,*.dlq,true",
        "*,anything,true",
        "o?ders,orders,true",
        "a*b,*c*,true",
        "'',*,true",
        "orders,customers,false",
        "orders.*,orders,false",
        "a*,b*,false",
        "*a,*b,false",
        "a?,a,false",
        "a*b,a*c,false",
    })
    void tells_whether_some_name_matches_both(String one, String other, boolean overlaps) {
        assertThat(Glob.of(one).overlaps(Glob.of(other))).isEqualTo(overlaps);
        assertThat(Glob.of(other).overlaps(Glob.of(one))).isEqualTo(overlaps);
    }

    @Test
    void a_pattern_without_wildcards_is_literal() {
        assertThat(Glob.of("orders.eu").isLiteral()).isTrue();
        assertThat(Glob.of("orders.*").isLiteral()).isFalse();
        assertThat(Glob.of("order?").isLiteral()).isFalse();
    }

    @Test
    void agrees_with_regular_expressions_and_with_its_own_overlaps() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            names.add(text(random, "ab.", 6));
        }
        for (int i = 0; i < 500; i++) {
            Glob one = Glob.of(text(random, "ab.*?", 5));
            Glob other = Glob.of(text(random, "ab.*?", 5));
            Pattern regex = Pattern.compile(
                    one.toString().replace(".", "\\.").replace("*", ".*").replace("?", "."));
            for (String name : names) {
                assertThat(one.matches(name))
                        .as("seed %d: %s and %s", seed, one, name)
                        .isEqualTo(regex.matcher(name).matches());
                if (one.matches(name) && other.matches(name)) {
                    assertThat(one.overlaps(other))
                            .as("seed %d: %s and %s have %s in common", seed, one, other, name)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void takes_no_exponential_time() {
        Glob glob = Glob.of("a*".repeat(100) + "b");
        String name = "a".repeat(10_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(glob.matches(name)).isFalse());
    }

    private static String text(Random random, String alphabet, int lengthMax) {
        var text = new StringBuilder();
        for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
