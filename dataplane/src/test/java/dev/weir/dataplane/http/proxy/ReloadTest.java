package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.ScriptedOrigin;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Spoken.class)
class ReloadTest {
    @Parameter
    Spoken spoken;

    @TempDir
    Path folder;

    private CacheUnderTest cache;

    @BeforeEach
    void fill() {
        cache = new CacheUnderTest(folder, spoken, "");
        cache.origin(request -> response(200, "old", "Cache-Control: max-age=60"));
        cache.get("/a");
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void what_is_cached_is_kept_when_the_way_it_is_cached_changes() {
        cache.apply(cache.route("staleIfError: 5m, defaultTtl: 7s"));

        assertThat(status(cache.get("/a"))).startsWith("weir; hit");
    }

    @Test
    void what_another_origin_gave_is_no_answer() {
        try (var other =
                ScriptedOrigin.start(ScriptedOrigin.answering(response(200, "new", "Cache-Control: max-age=60")))) {
            cache.apply("routes: [{name: all, origin: {urls: ['%s']}}]".formatted(other.url()));

            assertThat(cache.get("/a").body()).isEqualTo("new");
        }
    }

    @Test
    void the_first_route_that_takes_a_request_decides() {
        cache.apply("""
            routes:
                - {name: narrow, when: [{path: /a/b}], origin: {%1$s, rewrite: {prefix: /a, to: /narrow}}}
                - {name: wide, when: [{path: /a/**}], origin: {%1$s, rewrite: {prefix: /a, to: /wide}}}
            """.formatted(cache.exit()));

        cache.get("/a/b");
        cache.get("/a/c");

        assertThat(cache.origin.requests().get(1).line()).startsWith("GET /narrow/b ");
        assertThat(cache.origin.requests().get(2).line()).startsWith("GET /wide/c ");
    }

    @Test
    void the_report_tells_what_is_cached_and_whether_origins_are_there() {
        cache.get("/a");

        assertThat(cache.report().toString()).contains("items=1,", "hits=1,", "requests=2", "reachable=true");
    }
}
