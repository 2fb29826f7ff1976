package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 4.2.4, RFC 5861. */
class ServingStaleTest {
    private static final CachePolicy TOLERANT =
            Policies.with().staleIfError(3600).staleWhileRevalidate(3600).policy();

    private static final CachePolicy TOLERANT_OF_ERRORS =
            Policies.with().staleIfError(3600).policy();

    @Test
    void rfc9111_4_2_4_while_the_origin_cannot_be_reached_what_is_stale_is_served_although_nobody_said_so() {
        var cache = new ModelCache(Policies.with().staleIfUnreachable(60).policy());
        cache.origin.answers(200, "first", "Cache-Control", "max-age=10");
        cache.get("/a");
        cache.origin.breaks();

        assertThat(cache.after(70).get("/a").content()).isEqualTo("first");
        assertThat(cache.after(1).get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void rfc9111_4_2_4_but_not_when_the_origin_forbids_it_nor_in_the_place_of_an_error() {
        var cache = new ModelCache(Policies.with().staleIfUnreachable(60).policy());
        cache.origin.answers(200, "first", "Cache-Control", "max-age=10, must-revalidate");
        cache.get("/strict");
        cache.origin.answers(200, "first", "Cache-Control", "max-age=10");
        cache.get("/a");
        cache.origin.answers(503, "error");

        assertThat(cache.after(20).get("/a").status()).isEqualTo(503);
        cache.origin.breaks();
        assertThat(cache.get("/strict").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void section_4_2_4_a_cache_must_not_generate_a_stale_response_unless_it_is_disconnected_or_allowed_to() {
        ModelCache cache = cached(CachePolicy.STANDARD, "max-age=2");
        cache.origin.answers(200, "new", "Cache-Control", "max-age=2");

        assertThat(cache.after(3).get("/a").content()).isEqualTo("new");
    }

    @Test
    void section_4_2_4_a_disconnected_cache_serves_stale_as_long_as_the_route_says() {
        ModelCache cache = cached(Policies.with().staleIfError(60).policy(), "max-age=2");
        cache.origin.breaks();

        assertThat(cache.after(62).get("/a").content()).isEqualTo("old");
        assertThat(cache.get("/a").cacheStatus().ttlSeconds()).isEqualTo(-60);
        assertThat(cache.after(1).get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void section_4_3_3_server_errors_while_validating_may_be_taken_for_no_answer(int status) {
        ModelCache cache = cached(TOLERANT_OF_ERRORS, "max-age=2");
        cache.origin.answers(status, "error");

        assertThat(cache.after(3).get("/a")).matches(reply -> reply.status() == 200 && reply.isHit());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 501, 505, 599})
    void rfc_5861_section_4_other_statuses_are_no_errors_in_this_sense(int status) {
        ModelCache cache = cached(TOLERANT_OF_ERRORS, "max-age=2");
        cache.origin.answers(status, "error");

        assertThat(cache.after(3).get("/a").status()).isEqualTo(status);
    }

    @Test
    void rfc_5861_section_4_stale_if_error_counts_from_the_expiry_and_is_an_upper_limit() {
        ModelCache cache = cached(TOLERANT_OF_ERRORS, "max-age=600, stale-if-error=1200");
        cache.origin.answers(500, "error");

        assertThat(cache.after(900).get("/a"))
                .matches(reply -> reply.status() == 200 && "900".equals(reply.field("Age")));
        assertThat(cache.after(900).get("/a").status()).isEqualTo(200);
        assertThat(cache.after(1).get("/a").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "must-revalidate",
                "proxy-revalidate",
                "no-cache",
                "must-revalidate, stale-if-error=60, stale-while-revalidate=60",
                "proxy-revalidate, stale-if-error=60, stale-while-revalidate=60",
                "no-cache, stale-if-error=60, stale-while-revalidate=60"
            })
    void section_4_2_4_what_an_in_protocol_directive_prohibits_nothing_permits(String directives) {
        ModelCache cache = cached(TOLERANT, "max-age=2, " + directives, "ETag", "\"a\"");
        cache.origin.breaks();

        assertThat(cache.after(3).get("/a", "Cache-Control", "max-stale").status())
                .isEqualTo(ModelCache.DISCONNECTED);
        assertThat(cache.get("/a", "Cache-Control", "stale-if-error=60").status())
                .isEqualTo(ModelCache.DISCONNECTED);
        assertThat(cache.get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void section_5_2_2_10_s_maxage_prohibits_what_proxy_revalidate_does() {
        ModelCache cache = cached(TOLERANT, "max-age=2, s-maxage=2", "ETag", "\"a\"");
        cache.origin.breaks();

        assertThat(cache.after(3).get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
        assertThat(cache.get("/a", "Cache-Control", "max-stale").status()).isEqualTo(ModelCache.DISCONNECTED);
        assertThat(cache.get("/a", "Cache-Control", "stale-if-error=60").status())
                .isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void section_5_2_3_extensions_of_the_same_origin_modify_s_maxage() {
        ModelCache cache = cached(CachePolicy.STANDARD, "s-maxage=2, stale-while-revalidate=5, stale-if-error=10");
        cache.origin.breaks();

        assertThat(cache.after(3).get("/a").isHit()).isTrue();
        assertThat(cache.after(7).get("/a").isHit()).isTrue();
        assertThat(cache.get("/a", "Cache-Control", "stale-if-error=5").status())
                .isEqualTo(ModelCache.DISCONNECTED);
        assertThat(cache.after(3).get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void rfc_5861_section_3_stale_is_served_while_it_is_validated() {
        ModelCache cache = cached(CachePolicy.STANDARD, "max-age=1, stale-while-revalidate=60", "ETag", "\"abc\"");
        cache.origin.answers(200, "new", "Cache-Control", "max-age=60");

        assertThat(cache.after(3).get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("old"));
        assertThat(cache.origin.lastRequest().fields().first("if-none-match")).isEqualTo("\"abc\"");
        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("new"));
    }

    @Test
    void rfc_5861_section_3_after_the_window_a_request_waits_as_usual() {
        ModelCache cache = cached(CachePolicy.STANDARD, "max-age=1, stale-while-revalidate=4", "ETag", "\"abc\"");
        cache.origin.answers(200, "new", "Cache-Control", "no-cache", "ETag", "\"def\"");

        assertThat(cache.after(5.001).get("/a").content()).isEqualTo("new");
    }

    @Test
    void section_4_3_1_a_request_in_the_background_is_for_the_whole_and_on_the_caches_own_account() {
        ModelCache cache =
                cached(CachePolicy.STANDARD, "max-age=1, stale-while-revalidate=60", "ETag", "\"abc\"", "Vary", "Foo");
        cache.origin.answers(200, "new", "Cache-Control", "max-age=60", "Vary", "Foo");
        cache.after(3)
                .send(
                        "HEAD",
                        "/a",
                        "Range",
                        "bytes=0-1",
                        "If-Modified-Since",
                        cache.date(0),
                        "If-Match",
                        "\"x\"",
                        "X",
                        "y");

        RequestHead request = cache.origin.lastRequest();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.fields().all("if-none-match")).containsExactly("\"abc\"");
        assertThat(request.fields().has("range")).isFalse();
        assertThat(request.fields().has("if-modified-since")).isFalse();
        assertThat(request.fields().has("if-match")).isFalse();
        assertThat(request.fields().first("x")).isEqualTo("y");
    }

    @ParameterizedTest
    @CsvSource({"max-age=10", "min-fresh=0", "no-cache"})
    void section_5_2_1_1_a_client_that_says_how_fresh_it_wants_it_does_not_get_it_stale(String wish) {
        ModelCache cache = cached(CachePolicy.STANDARD, "max-age=1, stale-while-revalidate=60", "ETag", "\"abc\"");
        cache.origin.answers(200, "new", "Cache-Control", "max-age=60");

        assertThat(cache.after(3).get("/a", "Cache-Control", wish).content()).isEqualTo("new");
    }

    @Test
    void the_origin_has_a_say_before_the_route() {
        ModelCache cache = cached(TOLERANT, "max-age=1, stale-while-revalidate=0, stale-if-error=0");
        cache.origin.breaks();

        assertThat(cache.after(3).get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void nonsense_for_a_window_is_no_window() {
        ModelCache cache = cached(TOLERANT, "max-age=1, stale-while-revalidate=x, stale-if-error");
        cache.origin.breaks();

        assertThat(cache.after(3).get("/a").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void what_is_fresh_is_good_enough_when_a_client_asked_for_more_and_there_is_none() {
        ModelCache cache = cached(CachePolicy.STANDARD, "max-age=60, must-revalidate");
        cache.origin.breaks();

        assertThat(cache.after(3).get("/a", "Cache-Control", "max-age=0").isHit())
                .isTrue();
        assertThat(cache.get("/a", "Cache-Control", "no-cache").status()).isEqualTo(ModelCache.DISCONNECTED);
    }

    @Test
    void a_soft_purge_makes_stale_from_now_on() {
        ModelCache cache = cached(CachePolicy.STANDARD, "max-age=60, stale-while-revalidate=10");
        cache.origin.breaks();
        cache.after(30)
                .entries
                .values()
                .forEach(entries -> entries.replaceAll(entry -> new ModelCache.Entry(
                        entry.metadata().expiredAt(cache.nowMillis), entry.fields(), entry.tags(), entry.content())));

        assertThat(cache.get("/a").cacheStatus().ttlSeconds()).isZero();
        assertThat(cache.after(10).get("/a").isHit()).isTrue();
        assertThat(cache.after(1).get("/a").isHit()).isFalse();
    }

    private static ModelCache cached(CachePolicy policy, String cacheControl, String... fields) {
        var cache = new ModelCache(policy);
        var all = new String[fields.length + 2];
        all[0] = "Cache-Control";
        all[1] = cacheControl;
        System.arraycopy(fields, 0, all, 2, fields.length);
        cache.origin.answers(200, "old", all);
        cache.get("/a");
        return cache;
    }
}
