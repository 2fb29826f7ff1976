package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.FieldName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 sections 4.3.1 to 4.3.4 and 3.2. */
class ValidationTest {
    private static final String MODIFIED = "Wed, 01 Jan 2020 00:00:00 GMT";

    private final ModelCache cache = new ModelCache(CachePolicy.STANDARD);

    @ParameterizedTest
    @ValueSource(strings = {"\"abcdef\"", "W/\"abcdef\"", "abcdef"})
    void section_4_3_1_a_cache_must_send_the_entity_tag_as_it_was_provided(String etag) {
        stale("ETag", etag);
        cache.origin.answers(304, "");

        assertThat(cache.get("/a"))
                .matches(reply -> reply.status() == 200 && reply.content().equals("old"));
        assertThat(sent(FieldName.IF_NONE_MATCH)).isEqualTo(etag);
        assertThat(sent(FieldName.IF_MODIFIED_SINCE)).isNull();
    }

    @Test
    void section_4_3_1_a_cache_should_send_the_last_modified_value() {
        stale("ETag", "\"a\"", "Last-Modified", MODIFIED);
        cache.origin.answers(304, "");
        cache.get("/a");

        assertThat(sent(FieldName.IF_NONE_MATCH)).isEqualTo("\"a\"");
        assertThat(sent(FieldName.IF_MODIFIED_SINCE)).isEqualTo(MODIFIED);
    }

    @Test
    void section_4_3_2_the_preconditions_of_the_cache_replace_those_of_the_client_who_is_answered_by_the_result() {
        stale("ETag", "\"a\"", "Last-Modified", MODIFIED);
        cache.origin.answers(304, "", "ETag", "\"a\"");

        assertThat(cache.get("/a", "If-None-Match", "\"a\"").status()).isEqualTo(304);
        assertThat(cache.after(9).get("/a", "If-None-Match", "\"b\"").status()).isEqualTo(200);
        assertThat(sent(FieldName.IF_NONE_MATCH)).isEqualTo("\"a\"");
        assertThat(cache.after(9).get("/a", "If-Modified-Since", MODIFIED).status())
                .isEqualTo(304);
    }

    @Test
    void section_4_3_2_without_a_stored_response_the_preconditions_are_for_someone_else() {
        cache.origin.answers(304, "", "ETag", "\"a\"");

        assertThat(cache.get("/a", "If-None-Match", "\"a\"").status()).isEqualTo(304);
        assertThat(sent(FieldName.IF_NONE_MATCH)).isEqualTo("\"a\"");
        assertThat(cache.get("/a", "If-None-Match", "\"a\"").isHit()).isFalse();
    }

    @Test
    void section_4_3_3_a_full_response_takes_the_place_of_the_stored_one() {
        stale("ETag", "\"a\"");
        cache.origin.answers(200, "new", "Cache-Control", "max-age=60", "ETag", "\"b\"");

        assertThat(cache.get("/a").content()).isEqualTo("new");
        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("new"));
    }

    @Test
    void section_4_3_4_a_304_updates_the_fields_it_has_and_leaves_the_others() {
        stale("ETag", "\"a\"", "Test-Header", "old", "Content-Type", "text/plain", "Kept", "1", "Set-Cookie", "a=b");
        cache.origin.answers(
                304,
                "",
                "ETag",
                "\"a\"",
                "test-header",
                "new",
                "Content-Type",
                "text/html",
                "Set-Cookie",
                "a=c",
                "Cache-Control",
                "max-age=60",
                "Added",
                "2",
                "Added",
                "3");
        ModelCache.Reply validated = cache.get("/a");
        ModelCache.Reply reused = cache.get("/a");

        assertThat(reused.isHit()).isTrue();
        for (ModelCache.Reply reply : new ModelCache.Reply[] {validated, reused}) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.fields().all("test-header")).containsExactly("new");
            assertThat(reply.fields().all("content-type")).containsExactly("text/html");
            assertThat(reply.fields().all("set-cookie")).containsExactly("a=c");
            assertThat(reply.fields().all("cache-control")).containsExactly("max-age=60");
            assertThat(reply.fields().all("kept")).containsExactly("1");
            assertThat(reply.fields().all("added")).containsExactly("2", "3");
        }
    }

    @Test
    void section_3_2_what_describes_the_stored_bytes_and_what_is_not_stored_is_not_updated() {
        stale("ETag", "\"a\"", "Content-Length", "3", "Content-Encoding", "gzip", "X", "1");
        cache.origin.answers(
                304,
                "",
                "ETag",
                "\"a\"",
                "Content-Length",
                "10",
                "Content-Encoding",
                "br",
                "Content-Range",
                "bytes 0-1/2",
                "Connection",
                "X",
                "X",
                "2",
                "Proxy-Authenticate",
                "Basic",
                "Transfer-Encoding",
                "chunked");
        ModelCache.Reply reply = cache.get("/a");

        assertThat(reply.field("content-length")).isEqualTo("3");
        assertThat(reply.field("content-encoding")).isEqualTo("gzip");
        assertThat(reply.field("x")).isEqualTo("1");
        assertThat(reply.fields().has("content-range")).isFalse();
        assertThat(reply.fields().has("proxy-authenticate")).isFalse();
        assertThat(reply.fields().has("transfer-encoding")).isFalse();
    }

    @Test
    void section_4_3_4_freshness_and_age_start_anew() {
        stale("ETag", "\"a\"", "Date", cache.date(-1));
        cache.origin.answers(304, "", "ETag", "\"a\"", "Age", "1").answers(200, "new");
        String received = cache.date(0);

        assertThat(cache.get("/a").fields().all("date")).containsExactly(received);
        assertThat(cache.after(0.9).get("/a")).matches(reply -> reply.isHit() && "1".equals(reply.field("age")));
        assertThat(cache.after(0.1).get("/a").isHit()).isFalse();
    }

    @Test
    void section_4_3_4_a_strong_validator_updates_all_that_have_it_and_nothing_else() {
        cache.origin
                .answers(200, "one", "Cache-Control", "max-age=1", "Vary", "Foo", "ETag", "\"a\"")
                .answers(
                        200,
                        "two",
                        "Cache-Control",
                        "max-age=1",
                        "Vary",
                        "Bar",
                        "ETag",
                        "\"a\"",
                        "Date",
                        cache.date(-1))
                .answers(304, "", "Cache-Control", "max-age=60", "ETag", "\"a\"");
        cache.get("/a", "Foo", "1", "Bar", "0");
        cache.get("/a", "Foo", "0", "Bar", "1");

        assertThat(cache.after(2).get("/a", "Foo", "1", "Bar", "1").content()).isEqualTo("one");
        assertThat(cache.get("/a", "Foo", "1", "Bar", "0").isHit()).isTrue();
        assertThat(cache.get("/a", "Foo", "0", "Bar", "1").isHit()).isTrue();
    }

    @Test
    void section_4_3_4_with_another_strong_validator_the_304_is_of_no_use_and_the_request_sent_anew() {
        stale("ETag", "\"a\"");
        cache.origin
                .answers(304, "", "ETag", "\"b\"", "Cache-Control", "max-age=60")
                .answers(200, "new");

        assertThat(cache.get("/a").content()).isEqualTo("new");
        assertThat(sent(FieldName.IF_NONE_MATCH)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "ETag, W/\"a\", ETag, W/\"a\", true",
                "ETag, \"a\", ETag, W/\"a\", true",
                "ETag, W/\"a\", ETag, W/\"b\", false",
                "Last-Modified, ~Wed, 01 Jan 2020 00:00:00 GMT~, Last-Modified, ~Wed, 01 Jan 2020 00:00:00 GMT~, true",
                "Last-Modified, ~Wed, 01 Jan 2020 00:00:00 GMT~, Last-Modified, ~Wed, 01 Jan 2020 00:00:01 GMT~, false",
                "Last-Modified, ~Wed, 01 Jan 2020 00:00:00 GMT~, ETag, \"a\", false"
            })
    void section_4_3_4_weak_validators_have_to_correspond(
            String name, String stored, String newName, String received, boolean updated) {
        stale(name, stored);
        cache.origin.answers(304, "", newName, received).answers(200, "new");

        assertThat(cache.get("/a").content()).isEqualTo(updated ? "old" : "new");
    }

    @Test
    void section_4_3_4_of_those_with_a_weak_validator_the_most_recent_is_updated() {
        cache.origin
                .answers(
                        200,
                        "older",
                        "Cache-Control",
                        "max-age=1",
                        "Vary",
                        "Foo",
                        "ETag",
                        "W/\"a\"",
                        "Date",
                        cache.date(-9))
                .answers(200, "newer", "Cache-Control", "max-age=1", "Vary", "Bar", "ETag", "W/\"a\"")
                .answers(304, "", "Cache-Control", "max-age=60", "ETag", "W/\"a\"");
        cache.get("/a", "Foo", "1", "Bar", "0");
        cache.get("/a", "Foo", "0", "Bar", "1");

        assertThat(cache.after(2).get("/a", "Foo", "1", "Bar", "1").content()).isEqualTo("newer");
        assertThat(cache.get("/a", "Foo", "0", "Bar", "1").isHit()).isTrue();
        assertThat(cache.get("/a", "Foo", "1", "Bar", "0").isHit()).isFalse();
    }

    @Test
    void section_4_3_4_without_validators_a_304_is_for_a_single_response_that_has_none_either() {
        var tolerant = new ModelCache(Policies.with().staleIfError(60).policy());
        tolerant.origin
                .answers(200, "old", "Cache-Control", "max-age=1")
                .answers(304, "", "Cache-Control", "max-age=60");
        tolerant.get("/a");

        assertThat(tolerant.after(2)
                        .get("/a", "If-Modified-Since", tolerant.date(0))
                        .status())
                .isEqualTo(304);
        assertThat(tolerant.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("old"));
    }

    @Test
    void a_304_to_the_clients_own_validator_is_the_clients() {
        var tolerant = new ModelCache(Policies.with().staleIfError(60).policy());
        tolerant.origin
                .answers(200, "old", "Cache-Control", "max-age=1")
                .answers(304, "", "ETag", "\"theirs\"", "Cache-Control", "max-age=60");
        tolerant.get("/a");

        assertThat(tolerant.after(2).get("/a", "If-None-Match", "\"theirs\"").status())
                .isEqualTo(304);
        assertThat(tolerant.get("/a").isHit()).isFalse();
    }

    @Test
    void a_304_that_forbids_storing_is_used_once() {
        stale("ETag", "\"a\"");
        cache.origin
                .answers(304, "", "ETag", "\"a\"", "Cache-Control", "no-store")
                .answers(200, "new");

        assertThat(cache.get("/a").content()).isEqualTo("old");
        assertThat(cache.get("/a").cacheStatus().forward()).isEqualTo(Forward.URI_MISS);
    }

    @Test
    void section_3_5_a_304_to_an_authorized_request_is_for_that_request() {
        stale("ETag", "\"a\"", "X", "1");
        cache.origin.answers(304, "", "ETag", "\"a\"", "Cache-Control", "max-age=60", "X", "2");

        assertThat(cache.get("/a", "Authorization", "Basic x")).matches(reply -> "2".equals(reply.field("X")));
        assertThat(cache.get("/a").cacheStatus().forward())
                .as("what is stored is as it was")
                .isEqualTo(Forward.STALE);
        assertThat(cache.get("/a").isHit()).isTrue();
    }

    @Test
    void fields_of_a_304_that_must_not_be_stored_are_for_the_one_who_asked() {
        stale("ETag", "\"a\"", "X", "1");
        cache.origin.answers(304, "", "ETag", "\"a\"", "Cache-Control", "max-age=60, no-cache=\"x\"", "X", "2");

        assertThat(cache.get("/a").fields().all("x")).containsExactly("2");
        assertThat(cache.get("/a").fields().has("x")).isFalse();
    }

    @Test
    void a_cookie_in_a_304_is_for_the_one_who_asked_if_the_route_does_not_store_cookies() {
        cache.policy = Policies.with().storeSetCookie(false).policy();
        stale("ETag", "\"a\"");
        cache.origin.answers(304, "", "ETag", "\"a\"", "Cache-Control", "max-age=60", "Set-Cookie", "a=b");

        assertThat(cache.get("/a").field("set-cookie")).isEqualTo("a=b");
        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && !reply.fields().has("set-cookie"));
    }

    @Test
    void section_5_2_2_2_must_revalidate_is_validated_when_stale_and_not_before() {
        cache.origin
                .answers(200, "old", "Cache-Control", "max-age=2, must-revalidate", "ETag", "\"a\"")
                .answers(304, "");
        cache.get("/a");

        assertThat(cache.after(1).get("/a").isHit()).isTrue();
        assertThat(cache.after(1).get("/a").cacheStatus().value()).isEqualTo("weir; fwd=stale; fwd-status=304");
    }

    @Test
    void section_5_2_2_4_no_cache_is_validated_every_time() {
        cache.origin
                .answers(200, "old", "Cache-Control", "max-age=60, no-cache", "ETag", "\"a\"")
                .answers(304, "");
        cache.get("/a");
        cache.get("/a");
        cache.get("/a");

        assertThat(cache.origin.requests).hasSize(3);
        assertThat(sent(FieldName.IF_NONE_MATCH)).isEqualTo("\"a\"");
    }

    @Test
    void what_was_got_with_no_store_does_not_disturb_what_is_stored() {
        cache.origin
                .answers(200, "old", "Cache-Control", "max-age=60")
                .answers(200, "new", "Cache-Control", "no-store, max-age=0");
        cache.get("/a");
        cache.get("/a", "Cache-Control", "no-cache");

        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("old"));
    }

    private void stale(String... fields) {
        var all = new String[fields.length + 2];
        all[0] = "Cache-Control";
        all[1] = "max-age=2";
        System.arraycopy(fields, 0, all, 2, fields.length);
        cache.origin.answers(200, "old", all);
        cache.get("/a");
        cache.after(3);
    }

    private @Nullable String sent(String field) {
        return cache.origin.lastRequest().fields().first(field);
    }
}
