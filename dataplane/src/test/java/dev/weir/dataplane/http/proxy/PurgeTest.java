package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.TOKEN;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.field;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.net.http.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Spoken.class)
class PurgeTest {
    @Parameter
    Spoken spoken;

    @TempDir
    Path folder;

    private CacheUnderTest cache;

    @BeforeEach
    void fill() {
        cache = new CacheUnderTest(folder, spoken, "");
        cache.origin(request -> response(
                200,
                "hello",
                "Cache-Control: max-age=60, stale-while-revalidate=30",
                "Surrogate-Key: " + request.line().replaceAll(".*/(\\w+) .*", "$1") + " all"));
        cache.get("/shoes/a");
        cache.get("/shoes/b");
        cache.get("/hats/c");
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void tags_go_no_further_than_the_cache() {
        assertThat(field(cache.get("/shoes/new"), "Surrogate-Key")).isEmpty();
        assertThat(field(cache.get("/shoes/new"), "Surrogate-Key")).isEmpty();
    }

    @Test
    void a_tag_takes_out_what_was_given_it() {
        assertPurged("{\"tag\": \"b\", \"hard\": true}", 1);

        assertThat(status(cache.get("/shoes/b"))).startsWith("weir; fwd=uri-miss");
        assertThat(status(cache.get("/shoes/a"))).startsWith("weir; hit");
    }

    @Test
    void a_prefix_takes_out_what_begins_so() {
        assertPurged("{\"prefix\": \"%s\", \"hard\": true}".formatted(cache.uri("/shoes/")), 2);

        assertThat(status(cache.get("/hats/c"))).startsWith("weir; hit");
    }

    @Test
    void a_url_is_made_stale_rather_than_dropped_unless_it_is_said() {
        assertPurged("{\"url\": \"%s\"}".formatted(cache.uri("/shoes/a")), 1);

        assertThat(status(cache.get("/shoes/a"))).isEqualTo("weir; hit; ttl=0");
    }

    @Test
    void everything_is_everything() {
        assertPurged("{\"everything\": true, \"hard\": true}", 3);
    }

    @Test
    void a_wrong_token_purges_nothing() {
        assertThat(cache.purge("{\"everything\": true}", "guess").status()).isEqualTo(401);
        assertThat(status(cache.get("/hats/c"))).startsWith("weir; hit");
    }

    @Test
    void without_a_token_in_the_document_nobody_may() {
        cache.run(cache.route(""));

        assertThat(cache.purge("{\"everything\": true}", TOKEN).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense;              this is not JSON",
                "[];                    send an object",
                "{};                    say exactly one of",
                "{\"url\": \"/a\"};     must begin with http",
                "{\"tag\": 7};          must be a text",
                "{\"uri\": \"x\"};      unknown: uri",
                "{\"tag\": \"a\", \"everything\": true}; say exactly one of",
                "{\"everything\": false}; everything must be true",
                "{\"tag\": \"a\", \"hard\": 1}; hard must be true or false",
            })
    void an_order_that_is_not_clear_is_refused_with_what_it_must_be(String order, String reason) {
        Answer refused = cache.purge(order, TOKEN);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains(reason);
    }

    private void assertPurged(String order, int many) {
        Answer done = cache.purge(order, TOKEN);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).contains("\"purged\" : " + many);
    }
}
