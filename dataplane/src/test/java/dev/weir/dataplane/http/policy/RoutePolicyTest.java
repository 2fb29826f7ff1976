package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.key.KeyPolicy;
import dev.weir.dataplane.http.policy.key.QueryKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route decides for itself. */
class RoutePolicyTest {
    @Test
    void a_route_that_does_not_cache_neither_stores_nor_reuses() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.get("/a");
        cache.policy = Policies.with().enabled(false).policy();

        assertThat(cache.get("/a").cacheStatus().value()).isEqualTo("weir; fwd=bypass; detail=bypass");
    }

    @Test
    void the_default_ttl_is_for_responses_whose_origin_says_nothing() {
        var cache = new ModelCache(Policies.with().defaultTtl(5).policy());
        cache.origin.answers(200, "");

        assertThat(cache.get("/a").cacheStatus().value()).isEqualTo("weir; fwd=uri-miss; stored; ttl=5");
        assertThat(cache.after(4.9).get("/a").isHit()).isTrue();
        assertThat(cache.after(0.1).get("/a").isHit()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Cache-Control, max-age=1",
        "Expires, 0",
        "Cache-Control, no-store",
        "Cache-Control, private",
        "Cache-Control, no-cache"
    })
    void the_default_ttl_is_nothing_against_what_the_origin_says(String name, String value) {
        var cache = new ModelCache(Policies.with().defaultTtl(60).policy());
        cache.origin.answers(200, "", name, value);
        cache.get("/a");

        assertThat(cache.after(3).get("/a").isHit()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"500", "403", "201", "302"})
    void the_default_ttl_is_for_statuses_that_may_be_cached_without_a_word(int status) {
        var cache = new ModelCache(Policies.with().defaultTtl(60).policy());
        cache.origin.answers(status, "");
        cache.get("/a");

        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @Test
    void a_status_may_have_a_ttl_of_its_own() {
        var cache = new ModelCache(Policies.with()
                .defaultTtl(60)
                .ttlByStatus(Map.of(404, Duration.ofSeconds(5), 503, Duration.ofSeconds(1), 410, Duration.ZERO))
                .policy());
        cache.origin.answers(404, "").answers(503, "").answers(410, "").answers(503, "", "Cache-Control", "max-age=9");

        assertThat(cache.get("/404").cacheStatus().ttlSeconds()).isEqualTo(5);
        assertThat(cache.get("/503").cacheStatus().ttlSeconds()).isEqualTo(1);
        assertThat(cache.get("/410").cacheStatus().stored()).isFalse();
        assertThat(cache.get("/said").cacheStatus().ttlSeconds()).isEqualTo(9);
    }

    @Test
    void an_override_takes_the_place_of_what_the_origin_says() {
        var cache =
                new ModelCache(Policies.with().override("max-age=60, public").policy());
        cache.origin.answers(
                200, "", "Cache-Control", "no-store, private", "Expires", "0", "CDN-Cache-Control", "no-store");

        assertThat(cache.get("/a", "Authorization", "Basic x").cacheStatus().ttlSeconds())
                .isEqualTo(60);
        assertThat(cache.get("/a").isHit()).isTrue();
    }

    @Test
    void an_override_that_says_nothing_of_freshness_leaves_none() {
        var cache = new ModelCache(Policies.with().override("public").policy());
        cache.origin.answers(200, "", "Cache-Control", "max-age=60", "Expires", cache.date(60));
        cache.get("/a");

        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @Test
    void an_override_does_not_make_errors_last() {
        var cache = new ModelCache(Policies.with().override("max-age=60").policy());
        cache.origin.answers(500, "");
        cache.get("/a");

        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @Test
    void an_override_holds_after_validation_as_well() {
        var cache = new ModelCache(Policies.with().override("max-age=60").policy());
        cache.origin.answers(200, "", "ETag", "\"a\"").answers(304, "", "Cache-Control", "no-store", "ETag", "\"a\"");
        cache.get("/a");

        assertThat(cache.after(61).get("/a").cacheStatus().forward()).isEqualTo(Forward.STALE);
        assertThat(cache.after(59).get("/a").isHit()).isTrue();
    }

    @Test
    void what_sets_a_cookie_is_stored_if_its_origin_says_how_long_it_is_fresh() {
        assertThat(storesCookie(CachePolicy.STANDARD, "max-age=60")).isTrue();
        assertThat(storesCookie(Policies.with().storeSetCookie(false).policy(), "max-age=60"))
                .isFalse();
        assertThat(storesCookie(Policies.with().defaultTtl(60).policy(), "public"))
                .isFalse();
        assertThat(storesCookie(Policies.with().override("max-age=60").policy(), "max-age=60"))
                .isFalse();
        assertThat(storesCookie(Policies.with().storeSetCookie(false).policy(), "max-age=60, no-cache=\"Set-Cookie\""))
                .isTrue();
    }

    private static boolean storesCookie(CachePolicy policy, String cacheControl) {
        var cache = new ModelCache(policy);
        cache.origin.answers(200, "", "Cache-Control", cacheControl, "Set-Cookie", "a=b");
        return cache.get("/a").cacheStatus().stored();
    }

    @Test
    void tags_are_for_this_cache_and_go_no_further() {
        var cache = new ModelCache(
                Policies.with().tagFields("Surrogate-Key", "Cache-Tag").policy());
        cache.origin
                .answers(
                        200,
                        "",
                        "Cache-Control",
                        "max-age=1",
                        "ETag",
                        "\"a\"",
                        "Surrogate-Key",
                        "a b",
                        "Cache-Tag",
                        "c, b,d")
                .answers(304, "")
                .answers(304, "", "Surrogate-Key", "e");
        cache.get("/a");

        assertThat(tags(cache)).containsExactly("a", "b", "c", "d");
        assertThat(cache.get("/a").fields().has("surrogate-key")).isFalse();
        cache.after(3).get("/a");
        assertThat(tags(cache)).as("a 304 that names none leaves them").containsExactly("a", "b", "c", "d");
        assertThat(cache.after(3).get("/a").fields().has("surrogate-key")).isFalse();
        assertThat(tags(cache)).containsExactly("e");
    }

    private static List<String> tags(ModelCache cache) {
        return cache.entries.values().iterator().next().getFirst().tags();
    }

    @Test
    void keys_of_the_route_tell_responses_apart_and_bring_them_together() {
        var key = new KeyPolicy(QueryKey.excluding("utm_*").sorted(), List.of("X-Tenant"), List.of());
        var cache = new ModelCache(Policies.with().key(key).policy());
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.get("/a?y=1&x=2&utm_id=3", "X-Tenant", "one");

        assertThat(cache.get("/a?x=2&y=1", "X-Tenant", "one").isHit()).isTrue();
        assertThat(cache.get("/a?x=2&y=1", "X-Tenant", "two").isHit()).isFalse();
    }

    @Test
    void a_change_invalidates_all_keys_of_its_uri() {
        var key = new KeyPolicy(QueryKey.WHOLE, List.of("X-Tenant"), List.of());
        var cache = new ModelCache(Policies.with().key(key).policy());
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.get("/a", "X-Tenant", "one");
        cache.send("PUT", "/a", "X-Tenant", "two");

        assertThat(cache.get("/a", "X-Tenant", "one").isHit()).isFalse();
    }
}
