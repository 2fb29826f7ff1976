package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 5.2.1, RFC 8246. */
class ClientDirectivesTest {
    @ParameterizedTest
    @CsvSource({
        "max-age=3600, 0, 3, max-age=0, false",
        "max-age=3600, 0, 3, max-age=1, false",
        "max-age=3600, 0, 3, max-age=3, true",
        "max-age=3600, 1800, 0, max-age=600, false",
        "max-age=3600, 0, 3, max-age=x, false",
        "max-age=3600, 0, 3, max-age=600, true",
        "max-age=3600, 0, 3, no-cache, false",
        "max-age=3600, 0, 3, no-store, false",
        "max-age=3600, 0, 3, 'max-age=1, max-stale=5', true",
        "max-age=1500, 0, 0, min-fresh=2000, false",
        "max-age=1500, 1000, 0, min-fresh=1000, false",
        "max-age=1500, 1000, 0, min-fresh=500, true",
        "max-age=1, 0, 3, max-stale=1000, true",
        "max-age=1, 0, 3, max-stale=1, false",
        "max-age=1, 0, 3, max-stale, true",
        "max-age=1, 0, 3, max-stale=x, false",
        "max-age=1, 0, 3, 'max-age=2, max-stale=1000', true",
        "max-age=1, 0, 3, 'max-age=3, max-stale=1', false",
        "max-age=1500, 2000, 0, max-stale=1000, true",
        "max-age=1500, 2000, 0, max-stale=499, false",
        "max-age=3600, 0, 3, unknown=1, true"
    })
    void section_5_2_1_what_a_client_prefers_is_honoured(
            String response, int age, int seconds, String request, boolean reused) {
        var cache = new ModelCache(Policies.with().staleIfError(3600).policy());
        cache.origin.answers(200, "", "Cache-Control", response, "Age", String.valueOf(age));
        cache.get("/a");

        assertThat(cache.after(seconds).get("/a", "Cache-Control", request).isHit())
                .isEqualTo(reused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "no-store", "max-age=0", "min-fresh=9999", "only-if-cached, no-cache"})
    void a_route_may_ignore_it(String wish) {
        var cache = new ModelCache(Policies.with().ignoringClients().policy());
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");

        assertThat(cache.get("/a", "Cache-Control", wish).cacheStatus().stored())
                .isTrue();
        assertThat(cache.after(3).get("/a", "Cache-Control", wish).isHit()).isTrue();
    }

    @Test
    void ignored_clients_get_nothing_stale_either() {
        var cache = new ModelCache(Policies.with().ignoringClients().policy());
        cache.origin.answers(200, "", "Cache-Control", "max-age=1", "ETag", "\"a\"");
        cache.get("/a");

        assertThat(cache.after(3).get("/a", "Cache-Control", "max-stale").isHit())
                .isFalse();
    }

    @Test
    void section_5_2_1_4_no_cache_validates_what_is_stored() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        String modified = cache.date(-10_000);
        cache.origin.answers(200, "old", "Cache-Control", "max-age=3600", "ETag", "abc", "Last-Modified", modified);
        cache.origin.answers(304, "", "ETag", "abc");
        cache.get("/a");
        ModelCache.Reply reply = cache.get("/a", "Cache-Control", "no-cache");

        assertThat(cache.origin.lastRequest().fields().first("if-none-match")).isEqualTo("abc");
        assertThat(cache.origin.lastRequest().fields().first("if-modified-since"))
                .isEqualTo(modified);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.content()).isEqualTo("old");
        assertThat(reply.cacheStatus().value()).isEqualTo("weir; fwd=request; fwd-status=304");
    }

    @Test
    void section_5_2_1_7_only_if_cached_gets_what_is_stored_or_a_504() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "Cache-Control", "max-age=1, stale-while-revalidate=5", "ETag", "\"a\"");

        assertThat(cache.get("/a", "Cache-Control", "only-if-cached").status()).isEqualTo(504);
        assertThat(cache.origin.requests).isEmpty();
        cache.get("/a");
        assertThat(cache.get("/a", "Cache-Control", "only-if-cached").isHit()).isTrue();
        assertThat(cache.get("/a", "Cache-Control", "only-if-cached, no-cache").status())
                .isEqualTo(504);
        assertThat(cache.after(10).get("/a", "Cache-Control", "only-if-cached").status())
                .isEqualTo(504);
        assertThat(cache.get("/a", "Cache-Control", "only-if-cached, max-stale").isHit())
                .isTrue();
    }

    @Test
    void rfc_5861_section_4_stale_if_error_in_a_request_is_for_that_request() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin
                .answers(200, "old", "Cache-Control", "max-age=1", "ETag", "\"a\"")
                .answers(500, "error");
        cache.get("/a");

        assertThat(cache.after(3)
                        .get("/a", "Cache-Control", "stale-if-error=60")
                        .content())
                .isEqualTo("old");
        assertThat(cache.get("/a", "Cache-Control", "stale-if-error=1").status())
                .isEqualTo(500);
        assertThat(cache.get("/a").status()).isEqualTo(500);
    }

    @Test
    void section_5_4_pragma_says_nothing() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "Cache-Control", "max-age=60", "Pragma", "no-cache");
        cache.get("/a");

        assertThat(cache.get("/a", "Pragma", "no-cache").isHit()).isTrue();
    }

    @Test
    void rfc_8246_section_2_1_a_fresh_immutable_response_is_not_validated_for_a_reload() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "Cache-Control", "max-age=60, immutable", "ETag", "\"a\"");
        cache.get("/a");

        assertThat(cache.after(3).get("/a", "Cache-Control", "max-age=0").isHit())
                .isTrue();
        assertThat(cache.get("/a", "Cache-Control", "no-cache").isHit()).isFalse();
        assertThat(cache.get("/a", "Cache-Control", "min-fresh=100").isHit()).isFalse();
        assertThat(cache.after(60).get("/a", "Cache-Control", "max-age=0").isHit())
                .isFalse();
    }

    @Test
    void cookies_of_a_request_change_nothing() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.get("/a");

        assertThat(cache.get("/a", "Cookie", "a=b").isHit()).isTrue();
    }

    @Test
    void a_get_with_content_is_the_origins() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.get("/a");

        assertThat(cache.get("/a", "Content-Length", "5").cacheStatus().value())
                .isEqualTo("weir; fwd=request; detail=request-content");
        assertThat(cache.get("/a", "Content-Length", "0").isHit()).isTrue();
    }
}
