package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9111 section 4.1; how fields are compared is the business of the key. */
class NegotiatedResponsesTest {
    private final ModelCache cache = new ModelCache(CachePolicy.STANDARD);

    @Test
    void a_stored_response_is_not_used_unless_the_nominated_fields_match() {
        cache.origin.answers(200, "one", "Cache-Control", "max-age=60", "Vary", "Foo");
        cache.get("/a", "Foo", "1", "Other", "2");

        assertThat(cache.get("/a", "Other", "3", "Foo", "1").isHit()).isTrue();
        assertThat(cache.get("/a", "Foo", "2").cacheStatus().forward()).isEqualTo(Forward.VARY_MISS);
        assertThat(cache.get("/b", "Foo", "1").cacheStatus().forward()).isEqualTo(Forward.URI_MISS);
    }

    @Test
    void variants_are_stored_side_by_side() {
        cache.origin
                .answers(200, "one", "Cache-Control", "max-age=60", "Vary", "Foo")
                .answers(200, "two", "Cache-Control", "max-age=60", "Vary", "Foo");
        cache.get("/a", "Foo", "1");
        cache.get("/a", "Foo", "2");

        assertThat(cache.get("/a", "Foo", "1"))
                .matches(reply -> reply.isHit() && reply.content().equals("one"));
        assertThat(cache.get("/a", "Foo", "2"))
                .matches(reply -> reply.isHit() && reply.content().equals("two"));
    }

    @Test
    void of_several_that_match_the_most_recent_by_its_date_is_used() {
        cache.origin
                .answers(200, "older", "Cache-Control", "max-age=600", "Vary", "Foo", "Date", cache.date(-60))
                .answers(200, "newer", "Cache-Control", "max-age=600", "Vary", "Bar", "Date", cache.date(-30))
                .answers(200, "oldest", "Cache-Control", "max-age=600", "Vary", "Baz", "Date", cache.date(-90));
        cache.get("/a", "Foo", "1", "Bar", "0", "Baz", "0");
        cache.get("/a", "Foo", "0", "Bar", "1", "Baz", "0");
        cache.get("/a", "Foo", "0", "Bar", "0", "Baz", "1");

        assertThat(cache.get("/a", "Foo", "1", "Bar", "1", "Baz", "1").content())
                .isEqualTo("newer");
        assertThat(cache.get("/a", "Foo", "1", "Bar", "2", "Baz", "1").content())
                .isEqualTo("older");
    }

    @Test
    void one_that_varies_is_used_before_a_more_recent_one_that_mistakenly_omits_vary() {
        cache.origin
                .answers(
                        200,
                        "german",
                        "Cache-Control",
                        "max-age=600",
                        "Vary",
                        "Accept-Language",
                        "Date",
                        cache.date(-60))
                .answers(200, "default", "Cache-Control", "max-age=600", "Date", cache.date(0));
        cache.get("/a", "Accept-Language", "de");
        cache.get("/a");

        assertThat(cache.get("/a", "Accept-Language", "de").content()).isEqualTo("german");
        assertThat(cache.get("/a", "Accept-Language", "fr").content()).isEqualTo("default");
    }

    @Test
    void a_validation_request_has_the_nominated_fields_and_no_validator_of_another_variant() {
        cache.origin
                .answers(200, "one", "Cache-Control", "max-age=1", "Vary", "Abc", "ETag", "\"abcdef\"")
                .answers(304, "", "ETag", "\"abcdef\"")
                .answers(200, "two", "Cache-Control", "max-age=1", "Vary", "Abc");
        cache.get("/a", "Abc", "123");
        cache.after(3).get("/a", "Abc", "123");

        assertThat(cache.origin.lastRequest().fields().first("abc")).isEqualTo("123");
        assertThat(cache.origin.lastRequest().fields().first("if-none-match")).isEqualTo("\"abcdef\"");
        cache.get("/a", "Abc", "456");
        assertThat(cache.origin.lastRequest().fields().has("if-none-match")).isFalse();
    }

    @Test
    void a_route_that_cuts_accept_encoding_down_shares_more() {
        cache.policy = Policies.with().codings("br", "gzip").policy();
        cache.origin.answers(200, "", "Cache-Control", "max-age=60", "Vary", "Accept-Encoding");
        cache.get("/a", "Accept-Encoding", "gzip, deflate, br");

        assertThat(cache.get("/a", "Accept-Encoding", "br, zstd, gzip").isHit()).isTrue();
        assertThat(cache.get("/a", "Accept-Encoding", "gzip").isHit()).isFalse();
    }
}
