package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.HttpDate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 4.2: how long a response is fresh, and how old it is. */
class FreshnessTest {
    @Test
    void section_4_2_a_response_is_fresh_until_its_age_is_its_lifetime() {
        assertThat(isReusedAfter(1.999, "Cache-Control: max-age=2")).isTrue();
        assertThat(isReusedAfter(2, "Cache-Control: max-age=2")).isFalse();
    }

    @Test
    void section_4_2_1_s_maxage_comes_first_in_a_shared_cache() {
        assertThat(isReusedAfter(3, "Cache-Control: s-maxage=3600")).isTrue();
        assertThat(isReusedAfter(3, "Cache-Control: max-age=3600, s-maxage=1")).isFalse();
        assertThat(isReusedAfter(3, "Cache-Control: s-maxage=1, max-age=3600")).isFalse();
        assertThat(isReusedAfter(3, "Cache-Control: max-age=3600", "Cache-Control: s-maxage=1"))
                .isFalse();
        assertThat(isReusedAfter(3, "Cache-Control: max-age=1, s-maxage=3600")).isTrue();
        assertThat(isReusedAfter(3, "Expires: -10", "Cache-Control: max-age=0, s-maxage=3600"))
                .isTrue();
        assertThat(isReusedAfter(3, "Cache-Control: s-maxage=x, max-age=3600")).isFalse();
    }

    @Test
    void section_4_2_1_max_age_comes_before_expires() {
        assertThat(isReusedAfter(3, "Cache-Control: max-age=3600", "Expires: -7200", "Date: +0"))
                .isTrue();
        assertThat(isReusedAfter(3, "Cache-Control: max-age=3600", "Expires: 0", "Date: +0"))
                .isTrue();
        assertThat(isReusedAfter(0, "Cache-Control: max-age=0", "Expires: +3600", "Date: +0"))
                .isFalse();
    }

    @Test
    void section_4_2_1_expires_counts_from_the_date() {
        assertThat(isReusedAfter(3, "Expires: +3600", "Date: +0")).isTrue();
        assertThat(isReusedAfter(0, "Expires: +0", "Date: +0")).isFalse();
        assertThat(isReusedAfter(0, "Expires: -3600", "Date: +0")).isFalse();
        assertThat(isReusedAfter(0, "Expires: +300", "Date: +400")).isFalse();
        assertThat(isReusedAfter(5, "Expires: +10", "Date: foo")).isTrue();
        assertThat(isReusedAfter(5, "Expires: +10")).isTrue();
        assertThat(isReusedAfter(11, "Expires: +10")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "Thu, 18 Aug 2050 02:01:18 UTC",
                "Thu, 18 Aug 50 02:01:18 GMT",
                "Thu 18 Aug 2050 02:01:18 GMT",
                "Thu, 18  Aug  2050 02:01:18 GMT",
                "Thu, 18-Aug-2050 02:01:18 GMT",
                "Thu, 18 Aug 2050 02.01.18 GMT",
                "Thu, 18 Aug 2050 2:01:18 GMT"
            })
    void section_5_3_an_invalid_expires_is_in_the_past(String expires) {
        assertThat(isReusedAfter(0, "Expires: " + expires, "Date: +0")).isFalse();
        assertThat(isReusedAfter(0, "Expires: " + expires, "Expires: +3600", "Date: +0"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tue, 19 Jan 2038 14:14:08 GMT",
                "Sun, 21 Nov 2286 04:46:39 GMT",
                "Thursday, 18-Aug-50 02:01:18 GMT",
                "Thu Aug  8 02:01:18 2050",
                "THU, 18 Aug 2050 02:01:18 GMT"
            })
    void section_4_2_an_expires_in_any_form_of_date_counts(String expires) {
        assertThat(isReusedAfter(3, "Expires: " + expires, "Date: +0")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2147483648", "2147483649", "99999999999", "003600"})
    void section_1_2_2_large_numbers_of_seconds_do_not_overflow(String seconds) {
        assertThat(isReusedAfter(3, "Cache-Control: max-age=" + seconds)).isTrue();
    }

    @Test
    void section_4_2_1_of_several_values_the_first_is_used() {
        assertThat(isReusedAfter(3, "Cache-Control: max-age=1800, max-age=1")).isTrue();
        assertThat(isReusedAfter(3, "Cache-Control: max-age=1, max-age=1800")).isFalse();
    }

    @Test
    void section_4_2_1_the_most_restrictive_of_conflicting_directives_is_honoured() {
        assertThat(isReusedAfter(0, "Cache-Control: max-age=10000, no-cache", "Expires: +10000", "Date: +0"))
                .isFalse();
        assertThat(isReusedAfter(0, "Cache-Control: max-age=10000, No-CaChE")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "203, true",
        "204, true",
        "404, true",
        "405, true",
        "410, true",
        "414, true",
        "501, true",
        "201, false",
        "202, false",
        "403, false",
        "502, false",
        "503, false",
        "504, false",
        "599, false"
    })
    void section_4_2_2_heuristics_are_for_statuses_defined_as_heuristically_cacheable(int status, boolean reused) {
        var cache = new ModelCache(Policies.with().heuristic(true).policy());
        cache.origin.answers(status, "", "Last-Modified", cache.date(-86_400), "Date", cache.date(0));
        cache.get("/a");

        assertThat(cache.after(3).get("/a").isHit()).isEqualTo(reused);
    }

    @Test
    void section_5_2_2_9_public_makes_any_status_heuristically_cacheable() {
        var cache = new ModelCache(Policies.with().heuristic(true).policy());
        cache.origin.answers(
                599, "", "Last-Modified", cache.date(-86_400), "Date", cache.date(0), "Cache-Control", "public");
        cache.get("/a");

        assertThat(cache.get("/a").isHit()).isTrue();
    }

    @Test
    void section_4_2_2_a_tenth_of_the_time_since_the_last_change_but_a_day_at_most() {
        assertThat(heuristicLifetime(-3600)).isEqualTo(360);
        assertThat(heuristicLifetime(-365 * 86_400)).isEqualTo(86_400);
    }

    @Test
    void section_4_2_2_heuristics_are_an_option_and_nothing_against_explicit_times() {
        assertThat(isReusedAfter(0, "Last-Modified: -86400", "Date: +0")).isFalse();
        var cache = new ModelCache(Policies.with().heuristic(true).policy());
        cache.origin.answers(200, "", "Last-Modified", cache.date(-86_400), "Date", cache.date(0), "Expires", "0");
        cache.get("/a");
        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @Test
    void section_4_2_3_a_received_age_counts() {
        assertThat(isReusedAfter(3, "Cache-Control: max-age=3600", "Age: 7200", "Date: +0"))
                .isFalse();
        assertThat(isReusedAfter(0, "Expires: +10", "Date: -10", "Age: 25")).isFalse();
        assertThat(isReusedAfter(0, "Expires: +20", "Date: +10", "Age: 15")).isFalse();
        assertThat(ageAfter(3, "Cache-Control: max-age=3600", "Age: 30")).isEqualTo(33);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-7200", "7200.0", "7200;foo=bar", "0, 7200", "7200, 0", "0, 0", "3600, 3600"})
    void section_5_1_an_age_that_is_not_one_number_is_unknown_and_the_response_validated(String age) {
        assertThat(isReusedAfter(0, "Cache-Control: max-age=10000", "Age: " + age))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ","})
    void section_5_1_an_age_without_members_says_nothing(String age) {
        assertThat(ageAfter(3, "Cache-Control: max-age=3600", "Age: " + age)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2147483648", "2147483649", "99999999999999999999"})
    void section_5_1_an_old_age_is_old(String age) {
        assertThat(isReusedAfter(0, "Cache-Control: max-age=3600", "Age: " + age))
                .isFalse();
    }

    @Test
    void section_5_1_of_several_lines_none_is_believed() {
        assertThat(isReusedAfter(0, "Cache-Control: max-age=3600", "Age: 7200", "Age: 0"))
                .isFalse();
        assertThat(isReusedAfter(0, "Cache-Control: max-age=3600", "Age: 0", "Age: 7200"))
                .isFalse();
        assertThat(isReusedAfter(0, "Cache-Control: max-age=10000", "Age: 3600", "Age: 3600"))
                .isFalse();
    }

    @Test
    void section_4_2_3_the_apparent_age_counts_when_no_cache_on_the_way_told_one() {
        assertThat(isReusedAfter(3, "Cache-Control: max-age=3600", "Date: -7200"))
                .isFalse();
        assertThat(ageAfter(3, "Cache-Control: max-age=3600", "Date: -100")).isEqualTo(103);
    }

    @Test
    void section_4_2_3_a_date_ahead_of_the_clock_makes_nothing_younger() {
        assertThat(ageAfter(3, "Cache-Control: max-age=3600", "Date: +100")).isEqualTo(3);
    }

    @Test
    void section_4_2_3_the_age_is_relative_to_the_time_of_the_request() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.delayMillis = 5_000;
        cache.origin.answers(200, "", "Cache-Control", "max-age=60", "Age", "10");
        cache.get("/a");

        assertThat(cache.after(2).get("/a").field("Age")).isEqualTo("17");
    }

    @Test
    void section_4_2_3_a_clock_set_back_makes_nothing_younger() {
        assertThat(ageAfter(-1000, "Cache-Control: max-age=60", "Age: 5")).isEqualTo(5);
    }

    @Test
    void section_4_an_age_is_generated_and_the_date_left_alone() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        String date = cache.date(0);
        String expires = cache.date(3600);
        cache.origin.answers(200, "", "Expires", expires, "Date", date);
        cache.get("/a");
        ModelCache.Reply reply = cache.after(4).get("/a");

        assertThat(reply.fields().all("Age")).containsExactly("4");
        assertThat(reply.field("Date")).isEqualTo(date);
        assertThat(reply.field("Expires")).isEqualTo(expires);
    }

    private static long heuristicLifetime(long lastModified) {
        var cache = new ModelCache(Policies.with().heuristic(true).policy());
        cache.origin.answers(200, "", "Last-Modified", cache.date(lastModified), "Date", cache.date(0));
        cache.get("/a");
        return cache.entries
                        .values()
                        .iterator()
                        .next()
                        .getFirst()
                        .metadata()
                        .lifetime()
                        .freshMillis()
                / 1000;
    }

    private static boolean isReusedAfter(double seconds, String... lines) {
        return repliesTo(seconds, lines).isHit();
    }

    private static long ageAfter(double seconds, String... lines) {
        ModelCache.Reply reply = repliesTo(seconds, lines);
        assertThat(reply.isHit()).isTrue();
        return Long.parseLong(String.valueOf(reply.field("Age")));
    }

    private static ModelCache.Reply repliesTo(double seconds, String... lines) {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", fields(lines));
        cache.get("/a");
        return cache.after(seconds).get("/a");
    }

    /** A date may be written as so many seconds from the start. */
    private static String[] fields(String... lines) {
        return Arrays.stream(lines)
                .flatMap(line -> {
                    int colon = line.indexOf(": ");
                    String value = line.substring(colon + 2);
                    boolean relative = value.matches("[+-]\\d+") && !line.startsWith("Age");
                    return Stream.of(
                            line.substring(0, colon),
                            relative ? HttpDate.format(ModelCache.START + Long.parseLong(value) * 1000) : value);
                })
                .toArray(String[]::new);
    }
}
