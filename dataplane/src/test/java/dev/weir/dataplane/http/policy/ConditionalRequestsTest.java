package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 13, as far as it is a cache's to evaluate (RFC 9111 section 4.3.2). */
class ConditionalRequestsTest {
    private final ModelCache cache = new ModelCache(CachePolicy.STANDARD);

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\", \"y\"", "*"})
    void section_13_1_2_a_matching_if_none_match_is_answered_with_304(String list) {
        cached("ETag", "\"abc\"");
        ModelCache.Reply reply = cache.get("/a", "If-None-Match", list);

        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.isHit()).isTrue();
        assertThat(reply.content()).isEmpty();
    }

    @Test
    void section_13_1_2_lines_of_if_none_match_are_one_list() {
        cached("ETag", "\"abc\"");

        assertThat(cache.get("/a", "If-None-Match", "\"x\"", "If-None-Match", "\"abc\"")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void section_13_1_2_what_does_not_match_is_answered_whole() {
        cached("ETag", "\"abc\"");

        assertThat(cache.get("/a", "If-None-Match", "\"x\"").status()).isEqualTo(200);
        assertThat(cache.get("/a", "If-None-Match", "abc").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"-3000, -3000, 304", "-3000, -2999, 304", "-3000, -3001, 200"})
    void section_13_1_3_if_modified_since_is_true_for_what_was_modified_later(long modified, long since, int status) {
        cached("Last-Modified", cache.date(modified));

        assertThat(cache.get("/a", "If-Modified-Since", cache.date(since)).status())
                .isEqualTo(status);
    }

    @Test
    void section_13_1_3_any_form_of_date_will_do_but_nothing_else() {
        cached("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");

        assertThat(cache.get("/a", "If-Modified-Since", "Sunday, 06-Nov-94 08:49:37 GMT")
                        .status())
                .isEqualTo(304);
        assertThat(cache.get("/a", "If-Modified-Since", "yesterday").status()).isEqualTo(200);
        assertThat(cache.get("/a", "If-Modified-Since", cache.date(0), "If-Modified-Since", cache.date(0))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void rfc_9111_section_4_3_2_without_last_modified_the_date_counts() {
        cached("Date", cache.date(-10));

        assertThat(cache.get("/a", "If-Modified-Since", cache.date(-10)).status())
                .isEqualTo(304);
        assertThat(cache.get("/a", "If-Modified-Since", cache.date(-11)).status())
                .isEqualTo(200);
    }

    @Test
    void rfc_9111_section_4_3_2_without_a_date_the_time_of_receipt_counts() {
        cache.after(0.5);
        cached();
        String generated = String.valueOf(cache.get("/a").field("Date"));

        assertThat(generated).isEqualTo(cache.date(0));
        assertThat(cache.after(9).get("/a", "If-Modified-Since", generated).status())
                .isEqualTo(304);
        assertThat(cache.get("/a", "If-Modified-Since", cache.date(-10)).status())
                .isEqualTo(200);
    }

    @Test
    void section_13_2_2_if_none_match_leaves_if_modified_since_without_effect() {
        cached("ETag", "\"abc\"", "Last-Modified", cache.date(-5000));

        assertThat(cache.get("/a", "If-None-Match", "\"abc\"", "If-Modified-Since", cache.date(-6000))
                        .status())
                .isEqualTo(304);
        assertThat(cache.get("/a", "If-None-Match", "\"x\"", "If-Modified-Since", cache.date(0))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void section_13_2_2_preconditions_come_before_ranges() {
        cached("ETag", "\"abc\"");

        assertThat(cache.get("/a", "If-None-Match", "\"abc\"", "Range", "bytes=0-1")
                        .status())
                .isEqualTo(304);
        assertThat(cache.get("/a", "If-None-Match", "\"x\"", "Range", "bytes=0-1")
                        .status())
                .isEqualTo(206);
    }

    @Test
    void section_13_2_1_preconditions_of_what_is_no_success_are_ignored() {
        cache.origin.answers(404, "gone", "Cache-Control", "max-age=60", "ETag", "\"abc\"");
        cache.get("/a");

        assertThat(cache.get("/a", "If-None-Match", "\"abc\"").status()).isEqualTo(404);
    }

    @Test
    void rfc_9111_section_4_3_2_if_match_and_if_unmodified_since_are_not_the_caches_to_evaluate() {
        cached("ETag", "\"abc\"", "Last-Modified", cache.date(-10));

        assertThat(cache.get("/a", "If-Match", "\"x\"", "If-Unmodified-Since", cache.date(-20))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void head_is_evaluated_as_get_is() {
        cached("ETag", "\"abc\"");

        assertThat(cache.send("HEAD", "/a", "If-None-Match", "\"abc\"").status())
                .isEqualTo(304);
    }

    @Test
    void section_15_4_5_a_304_has_what_a_200_would_have_had_except_what_describes_the_content() {
        String date = cache.date(0);
        cached(
                "ETag",
                "\"abc\"",
                "Vary",
                "Foo",
                "Date",
                date,
                "Content-Location",
                "/b",
                "Expires",
                "0",
                "X",
                "y",
                "Content-Type",
                "text/plain",
                "Content-Length",
                "10",
                "Last-Modified",
                cache.date(-10));
        ModelCache.Reply reply = cache.get("/a", "If-None-Match", "\"abc\"");

        assertThat(reply.fields().lines().stream().map(line -> line.name()))
                .containsExactly("Cache-Control", "ETag", "Vary", "Date", "Content-Location", "Expires", "X", "Age");
    }

    @Test
    void section_15_4_5_last_modified_guides_those_who_have_no_entity_tag() {
        cached("Last-Modified", cache.date(-10));

        assertThat(cache.get("/a", "If-Modified-Since", cache.date(0)).field("last-modified"))
                .isEqualTo(cache.date(-10));
    }

    private void cached(String... fields) {
        var all = new String[fields.length + 2];
        all[0] = "Cache-Control";
        all[1] = "max-age=60";
        System.arraycopy(fields, 0, all, 2, fields.length);
        cache.origin.answers(200, "0123456789", all);
        cache.get("/a");
    }
}
