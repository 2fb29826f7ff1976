package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.HttpDate;
import dev.weir.dataplane.http.policy.key.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 sections 13.1.5 and 14, RFC 9111 sections 3.3 and 3.4. */
class RangeRequestsTest {
    private final ModelCache cache = new ModelCache(CachePolicy.STANDARD);

    @ParameterizedTest
    @CsvSource({"bytes=0-1, 01", "bytes=1-, 123456789", "bytes=-1, 9", "bytes=8-100, 89", "'bytes=0-3,2-5', 012345"})
    void a_range_is_answered_from_the_whole(String range, String content) {
        whole("X", "1");
        ModelCache.Reply reply = cache.get("/a", "Range", range);

        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.isHit()).isTrue();
        assertThat(reply.content()).isEqualTo(content);
        assertThat(reply.field("X")).isEqualTo("1");
    }

    @Test
    void section_15_5_17_a_range_beyond_the_end_is_answered_with_416() {
        whole();

        assertThat(answer("GET", "Range", "bytes=10-")).isEqualTo(new Answer.RangeNotSatisfiable(10));
        assertThat(answer("GET", "Range", "bytes=-0")).isEqualTo(new Answer.RangeNotSatisfiable(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-0,5-6", "lines=1-2", "bytes=5-1", "bytes"})
    void section_14_2_what_is_not_understood_or_several_ranges_may_be_answered_whole(String range) {
        whole();

        assertThat(answer("GET", "Range", range)).isEqualTo(Answer.WHOLE);
    }

    @Test
    void section_14_2_ranges_are_for_get() {
        whole();

        assertThat(answer("HEAD", "Range", "bytes=0-1")).isEqualTo(Answer.WHOLE);
    }

    @Test
    void section_13_1_5_if_range_with_another_entity_tag_is_answered_whole() {
        whole("ETag", "\"a\"");

        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", "\"a\"")).isInstanceOf(Answer.Part.class);
        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", "\"b\"")).isEqualTo(Answer.WHOLE);
        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", "W/\"a\"")).isEqualTo(Answer.WHOLE);
    }

    @Test
    void section_13_1_5_weak_entity_tags_never_match_in_if_range() {
        whole("ETag", "W/\"a\"");

        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", "W/\"a\"")).isEqualTo(Answer.WHOLE);
    }

    @Test
    void section_13_1_5_a_date_in_if_range_must_match_exactly_and_be_strong() {
        String modified = cache.date(-10);
        whole("Last-Modified", modified, "Date", cache.date(0));

        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", modified)).isInstanceOf(Answer.Part.class);
        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", cache.date(-9)))
                .isEqualTo(Answer.WHOLE);
        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", "nonsense")).isEqualTo(Answer.WHOLE);
    }

    @Test
    void section_8_8_2_2_a_date_of_the_second_it_was_sent_in_is_weak() {
        String now = cache.date(0);
        whole("Last-Modified", now, "Date", now);

        assertThat(answer("GET", "Range", "bytes=0-1", "If-Range", now)).isEqualTo(Answer.WHOLE);
    }

    @Test
    void nothing_has_no_ranges() {
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.get("/a");

        assertThat(cache.get("/a", "Range", "bytes=0-1").status()).isEqualTo(200);
    }

    @Test
    void a_part_answers_what_lies_wholly_within_it() {
        part("bytes=2-6", "bytes 2-6/10", "23456");

        assertThat(cache.get("/a", "Range", "bytes=2-6").content()).isEqualTo("23456");
        assertThat(cache.get("/a", "Range", "bytes=3-4"))
                .matches(reply -> reply.isHit()
                        && reply.status() == 206
                        && reply.content().equals("34"));
        assertThat(cache.get("/a", "Range", "bytes=1-3").cacheStatus().forward())
                .isEqualTo(Forward.PARTIAL);
        assertThat(cache.get("/a", "Range", "bytes=-2").cacheStatus().forward()).isEqualTo(Forward.PARTIAL);
        assertThat(cache.send("HEAD", "/a").cacheStatus().forward()).isEqualTo(Forward.PARTIAL);
    }

    @Test
    void section_3_3_a_part_is_completed_by_asking_for_the_rest() {
        part("bytes=0-4", "bytes 0-4/10", "01234");
        cache.origin.answers(
                206,
                "56789",
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"a\"",
                "Content-Range",
                "bytes 5-9/10",
                "X",
                "2");
        ModelCache.Reply reply = cache.get("/a");

        assertThat(cache.origin.lastRequest().fields().first(FieldName.RANGE)).isEqualTo("bytes=5-");
        assertThat(cache.origin.lastRequest().fields().first(FieldName.IF_RANGE))
                .isEqualTo("\"a\"");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.content()).isEqualTo("0123456789");
        assertThat(reply.field("X")).isEqualTo("2");
        assertThat(cache.get("/a"))
                .matches(whole -> whole.isHit() && whole.content().equals("0123456789"));
    }

    @Test
    void section_3_3_the_rest_may_be_in_front() {
        part("bytes=-5", "bytes 5-9/10", "56789");
        cache.origin.answers(
                206, "01234", "Cache-Control", "max-age=60", "ETag", "\"a\"", "Content-Range", "bytes 0-4/10");

        assertThat(cache.get("/a").content()).isEqualTo("0123456789");
        assertThat(cache.origin.lastRequest().fields().first(FieldName.RANGE)).isEqualTo("bytes=0-4");
    }

    @Test
    void with_more_than_one_gap_the_whole_is_asked_for() {
        part("bytes=2-6", "bytes 2-6/10", "23456");
        cache.origin.answers(200, "0123456789", "Cache-Control", "max-age=60", "ETag", "\"a\"");

        assertThat(cache.get("/a").content()).isEqualTo("0123456789");
        assertThat(cache.origin.lastRequest().fields().has(FieldName.RANGE)).isFalse();
        assertThat(cache.get("/a", "Range", "bytes=0-9").isHit()).isTrue();
    }

    @Test
    void a_representation_that_changed_meanwhile_takes_the_place_of_the_part() {
        part("bytes=0-4", "bytes 0-4/10", "01234");
        cache.origin.answers(200, "abc", "Cache-Control", "max-age=60", "ETag", "\"b\"");

        assertThat(cache.get("/a").content()).isEqualTo("abc");
        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("abc"));
    }

    @Test
    void section_3_4_parts_that_touch_are_combined_if_they_share_a_strong_validator() {
        part("bytes=0-4", "bytes 0-4/10", "01234");
        cache.origin.answers(
                206, "4567", "Cache-Control", "max-age=60", "ETag", "\"a\"", "Content-Range", "bytes 4-7/10");
        cache.get("/a", "Range", "bytes=4-7");

        assertThat(cache.get("/a", "Range", "bytes=0-7").content()).isEqualTo("01234567");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "\"b\", bytes 5-9/10, 5",
                "W/\"a\", bytes 5-9/10, 5",
                "\"a\", bytes 5-9/11, 5",
                "\"a\", bytes 6-9/10, 4",
                "\"a\", bytes 5-9/10, 7",
                "\"a\", bytes 5-9/*, 5",
                "\"a\", nonsense, 5"
            })
    void section_3_4_parts_that_do_not_belong_together_are_not_combined(String etag, String contentRange, int length) {
        part("bytes=0-4", "bytes 0-4/10", "01234");
        var stored = cache.entries.values().iterator().next().getFirst();
        var response = new ResponseHead(
                206,
                FieldList.of("ETag", etag, "Content-Range", contentRange, "Content-Length", String.valueOf(length)));

        assertThat(Combination.of(
                        request("GET", "Range", "bytes=5-9"),
                        stored,
                        response,
                        CachePolicy.STANDARD,
                        new Exchange(cache.nowMillis, cache.nowMillis)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "W/\"a\", bytes 0-4/10, 5",
                "~~, bytes 0-4/10, 5",
                "\"a\", bytes 0-4/*, 5",
                "\"a\", bytes 4-9/10, 5",
                "\"a\", bytes */10, 5",
                "\"a\", ~~, 5"
            })
    void a_part_is_stored_only_with_a_strong_validator_and_consistent_lengths(
            String etag, String contentRange, String contentLength) {
        Storability storability = Storability.of(
                request("GET", "Range", "bytes=0-4"),
                new ResponseHead(
                        206,
                        FieldList.of(
                                "Cache-Control",
                                "max-age=60",
                                "ETag",
                                etag,
                                "Content-Range",
                                contentRange,
                                "Content-Length",
                                contentLength)),
                CachePolicy.STANDARD,
                new Exchange(cache.nowMillis, cache.nowMillis));

        assertThat(storability).isEqualTo(new Storability.Refuse(Refusal.PARTIAL));
    }

    @Test
    void a_206_that_nobody_asked_for_is_not_stored() {
        cache.origin.answers(
                206, "01234", "Cache-Control", "max-age=60", "ETag", "\"a\"", "Content-Range", "bytes 0-4/10");

        assertThat(cache.get("/a").cacheStatus().detail()).isEqualTo("partial");
    }

    @Test
    void a_part_keeps_nothing_that_is_about_the_part() {
        part("bytes=0-4", "bytes 0-4/10", "01234");

        assertThat(cache.entries.values().iterator().next().getFirst().fields().lines().stream()
                        .map(line -> line.name()))
                .doesNotContain("Content-Range", "Content-Length");
    }

    @Test
    void a_stale_part_is_validated_for_a_range_within_it() {
        part("bytes=0-4", "bytes 0-4/10", "01234");
        cache.origin.answers(304, "", "ETag", "\"a\"", "Cache-Control", "max-age=60");
        ModelCache.Reply reply = cache.after(100).get("/a", "Range", "bytes=1-2");

        assertThat(cache.origin.lastRequest().fields().first(FieldName.IF_NONE_MATCH))
                .isEqualTo("\"a\"");
        assertThat(reply.content()).isEqualTo("12");
    }

    private void whole(String... fields) {
        var all = new String[fields.length + 2];
        all[0] = "Cache-Control";
        all[1] = "max-age=60";
        System.arraycopy(fields, 0, all, 2, fields.length);
        cache.origin.answers(200, "0123456789", all);
        cache.get("/a");
    }

    private void part(String range, String contentRange, String content) {
        cache.origin.answers(
                206,
                content,
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"a\"",
                "Content-Range",
                contentRange,
                "Content-Length",
                String.valueOf(content.length()),
                "Date",
                HttpDate.format(cache.nowMillis));
        cache.get("/a", "Range", range);
    }

    private Answer answer(String method, String... fields) {
        Metadata stored = cache.entries.values().iterator().next().getFirst().metadata();
        return Answer.to(request(method, fields), stored, cache.nowMillis);
    }

    private static RequestHead request(String method, String... fields) {
        return new RequestHead(method, TargetUri.of("http", "example.com", "/a"), FieldList.of(fields));
    }
}
