package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 4.4. */
class InvalidationTest {
    private final ModelCache cache = new ModelCache(CachePolicy.STANDARD);

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "get", "CONNECT"})
    void a_non_error_response_to_an_unsafe_or_unknown_method_invalidates_the_target_uri(String method) {
        cached("/a");
        cache.origin.answers(204, "");
        cache.send(method, "/a");

        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500, 503})
    void an_error_invalidates_nothing(int status) {
        cached("/a");
        cache.origin.answers(status, "", "Location", "/a");
        cache.send("POST", "/a");

        assertThat(cache.get("/a").isHit()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY"})
    void safe_methods_invalidate_nothing(String method) {
        cached("/a");
        cache.origin.answers(200, "");
        cache.send(method, "/a", "Cache-Control", "no-cache");

        assertThat(cache.get("/a").isHit()).isTrue();
    }

    @Test
    void all_variants_of_the_uri_are_invalidated() {
        cache.origin.answers(200, "", "Cache-Control", "max-age=60", "Vary", "Foo");
        cache.get("/a", "Foo", "1");
        cache.get("/a", "Foo", "2");
        cache.send("DELETE", "/a", "Foo", "3");

        assertThat(cache.get("/a", "Foo", "1").cacheStatus().forward()).isEqualTo(Forward.URI_MISS);
    }

    @ParameterizedTest
    @CsvSource({
        "Location, /b",
        "Location, b",
        "Content-Location, ./x/../b",
        "Content-Location, http://EXAMPLE.com:80/b",
        "Location, /%62"
    })
    void location_and_content_location_are_invalidated_too(String name, String reference) {
        cached("/b");
        cache.origin.answers(201, "", name, reference);
        cache.send("POST", "/a");

        assertThat(cache.get("/b").isHit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example/b",
                "https://example.com/b",
                "http://example.com:81/b",
                "//evil.example/b",
                "mailto:b"
            })
    void uris_of_other_origins_must_not_be_invalidated(String location) {
        var request = new RequestHead("PUT", TargetUri.of("http", "example.com", "/a"), FieldList.EMPTY);
        var response = new ResponseHead(201, FieldList.of("Location", location));

        assertThat(Invalidation.by(request, response)).containsExactly(request.uri());
    }

    @Test
    void rfc_9110_section_9_3_3_the_result_of_a_post_takes_the_place_of_what_it_changed() {
        cached("/a");
        cache.origin.answers(200, "posted", "Content-Location", "/a", "Cache-Control", "max-age=60");
        cache.send("POST", "/a");

        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("posted"));
    }

    @Test
    void what_is_marked_invalid_answers_nothing_without_having_been_validated() {
        var tolerant = new ModelCache(
                Policies.with().staleIfError(60).staleWhileRevalidate(60).policy());
        tolerant.origin.answers(200, "old", "Cache-Control", "max-age=60", "ETag", "\"a\"");
        tolerant.get("/a");
        tolerant.entries
                .values()
                .forEach(entries -> entries.replaceAll(entry -> new ModelCache.Entry(
                        entry.metadata().invalidated(), entry.fields(), entry.tags(), entry.content())));
        tolerant.origin.breaks().answers(304, "");

        assertThat(tolerant.get("/a", "Cache-Control", "max-stale").status()).isEqualTo(ModelCache.DISCONNECTED);
        assertThat(tolerant.get("/a").content()).isEqualTo("old");
        assertThat(tolerant.get("/a").isHit()).isTrue();
    }

    private void cached(String path) {
        cache.origin.answers(200, "old", "Cache-Control", "max-age=60");
        cache.get(path);
    }
}
