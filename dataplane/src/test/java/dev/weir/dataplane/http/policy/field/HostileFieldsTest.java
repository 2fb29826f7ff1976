package dev.weir.dataplane.http.policy.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, parsers come to an end, soon, and without an exception. */
class HostileFieldsTest {
    private static final String[] PIECES = {
        "max-age",
        "no-store",
        "no-cache",
        "private",
        "public",
        "=",
        "\"",
        "\\",
        ",",
        ";",
        " ",
        "\t",
        "1",
        "99999999999999999999",
        "-",
        "bytes=",
        "bytes ",
        "/",
        "*",
        "W/",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Nov",
        ":",
        "\u00fc",
        "\0",
        "\ud83d",
        "?0",
        "()",
        "a"
    };

    @Test
    void no_parser_throws_on_anything() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String text = text(random);
            try {
                parseAsEverything(text);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void a_restriction_between_commas_is_never_overlooked() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String before = text(random);
            boolean mayQuoteIt = before.indexOf('"') >= 0;
            String line = (mayQuoteIt ? "" : before) + ",no-store," + text(random);

            assertThat(CacheControl.parse(List.of(line)).has(Directive.NO_STORE))
                    .as("seed %d: %s", seed, line)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "a=\"",
                "a=\"\\",
                "\\\"",
                ";",
                ",",
                "a=",
                "a,",
                "no-cache=\"a,",
                "1-2,",
                "=",
                "W/\"a\"",
                "(",
                "a;b;"
            })
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void the_work_grows_no_faster_than_the_field(String piece) {
        // two million characters: whatever is quadratic is still at it tomorrow
        parseAsEverything(piece.repeat(2_000_000 / piece.length()));
    }

    private static void parseAsEverything(String text) {
        List<String> lines = List.of(text);
        CacheControl directives = CacheControl.parse(lines);
        assertThat(directives.seconds(Directive.MAX_AGE)).isBetween(-1L, DeltaSeconds.MAX);
        assertThat(directives.fieldNames(Directive.NO_CACHE)).allMatch(FieldName::isToken);
        TargetedCacheControl.of(FieldList.of("cdn-cache-control", text), List.of("cdn-cache-control"));
        assertThat(ListValue.members(lines)).noneMatch(String::isBlank);
        assertThat(DeltaSeconds.parse(text)).isBetween(DeltaSeconds.INVALID, DeltaSeconds.MAX);
        HttpDate.parse(text, 0);
        ByteRanges ranges = ByteRanges.parse("bytes=" + text);
        if (ranges != null) {
            assertThat(ranges.within(10)).allMatch(range -> new ByteRange(0, 9).contains(range));
        }
        ContentRange range = ContentRange.of(FieldList.of("content-range", text));
        assertThat(range == null || range.range().length() > 0).isTrue();
        assertThat(new EntityTag("\"a\"").isIn(text)).isEqualTo(new EntityTag("W/\"a\"").isIn(text));
        HopByHop.of(FieldList.of("connection", text)).test("a");
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
