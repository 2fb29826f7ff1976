package dev.weir.dataplane.http.policy.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.7, and what RFC 9111 section 4.2 adds for caches. */
class HttpDateTest {
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 06 08:49:37 1994"
            })
    void a_recipient_accepts_all_three_forms(String date) {
        assertThat(HttpDate.parse(date, NOW))
                .isEqualTo(Instant.parse("1994-11-06T08:49:37Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "THU, 18 Aug 2050 02:01:18 GMT",
                "Thu, 18 AUG 2050 02:01:18 GMT",
                "Thu, 18 Aug 2050 02:01:18 gMT",
                "THURSDAY, 18-aug-50 02:01:18 gmt"
            })
    void a_cache_matches_them_without_regard_to_case(String date) {
        assertThat(HttpDate.parse(date, NOW))
                .isEqualTo(Instant.parse("2050-08-18T02:01:18Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                "foo",
                "Thu, 18 Aug 2050 02:01:18 UTC",
                "Thu, 18 Aug 2050 02:01:18 AEST",
                "Thu, 18 Aug 2050 02:01:18 +0000",
                "Thu, 18 Aug 50 02:01:18 GMT",
                "Thu 18 Aug 2050 02:01:18 GMT",
                "Thu, 18  Aug  2050 02:01:18 GMT",
                "Thu, 18-Aug-2050 02:01:18 GMT",
                "Thu, 18 Aug 2050 02.01.18 GMT",
                "Thu, 18 Aug 2050 2:01:18 GMT",
                "Thu, 18 Aug 2050 24:01:18 GMT",
                "Thu, 18 Aug 2050 02:60:18 GMT",
                "Thu, 18 Aug 2050 02:01:61 GMT",
                "Thu, 31 Feb 2050 02:01:18 GMT",
                "Thu, 00 Aug 2050 02:01:18 GMT",
                "Thu, 18 Foo 2050 02:01:18 GMT",
                "Foo, 18 Aug 2050 02:01:18 GMT",
                "Thurs, 18-Aug-50 02:01:18 GMT",
                "Thu, 18 Aug 2050 02:01:18 GMT, Thu, 18 Aug 2050 02:01:18 GMT",
                "Thu Aug 18 02:01:18 2050 GMT",
                "2050-08-18T02:01:18Z"
            })
    void whatever_is_not_in_the_grammar_is_invalid(String date) {
        assertThat(HttpDate.parse(date, NOW)).isEqualTo(HttpDate.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"50, 2050", "76, 2076", "77, 1977", "94, 1994", "26, 2026", "25, 2025", "00, 2000"})
    void a_two_digit_year_more_than_fifty_years_ahead_is_the_latest_past_one(String digits, int year) {
        long date = HttpDate.parse("Monday, 01-Jan-" + digits + " 00:00:00 GMT", NOW);

        assertThat(Instant.ofEpochMilli(date)).isEqualTo(Instant.parse(year + "-01-01T00:00:00Z"));
    }

    @Test
    void a_leap_second_is_valid() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW))
                .isEqualTo(Instant.parse("2017-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void dates_beyond_32_bits_are_dates() {
        assertThat(HttpDate.parse("Sun, 21 Nov 2286 04:46:39 GMT", NOW))
                .isEqualTo(Instant.parse("2286-11-21T04:46:39Z").toEpochMilli());
    }

    @Test
    void what_is_generated_is_read_back() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long seconds = random.nextLong(0, 10_000_000_000L);

            String date = HttpDate.format(seconds * 1000 + 999);

            assertThat(HttpDate.parse(date, NOW)).as("%s, seed %d", date, seed).isEqualTo(seconds * 1000);
        }
    }

    @Test
    void the_form_that_is_generated_is_the_preferred_one() {
        assertThat(HttpDate.format(784111777000L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
