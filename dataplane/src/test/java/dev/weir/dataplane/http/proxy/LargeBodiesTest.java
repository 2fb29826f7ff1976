package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.TOKEN;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.OriginConversation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are sent from where they are stored, without a copy where that is possible. */
@ParameterizedClass
@EnumSource(Spoken.class)
class LargeBodiesTest {
    private static final int MIB = 1024 * 1024;

    @Parameter
    Spoken spoken;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private CacheUnderTest cache;

    @AfterEach
    void close() {
        cache.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 100_000, 3_000_001})
    void the_cache_gives_what_the_origin_gave_whole_and_in_parts(int length) {
        cache = new CacheUnderTest(folder, spoken, "");
        String body = text(length);
        cache.origin(request -> response(200, body, "Cache-Control: max-age=60", "ETag: \"1\""));
        cache.get("/a");

        var hit = cache.get("/a");
        assertThat(status(hit)).startsWith("weir; hit");
        assertThat(hit.body()).isEqualTo(body);
        var part = cache.get("/a", "Range", "bytes=1000-" + (length - 1001));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(body.substring(1000, length - 1000));
        assertThat(cache.get("/a", "Range", "bytes=-10").body()).isEqualTo(body.substring(length - 10));
    }

    @Test
    void parts_that_are_large_are_joined() {
        cache = new CacheUnderTest(folder, spoken, "");
        String body = text(200_000);
        cache.origin(request -> partly(request, body));
        assertThat(cache.get("/a", "Range", "bytes=0-99999").body()).isEqualTo(body.substring(0, 100_000));
        assertThat(cache.get("/a").body()).isEqualTo(body);

        assertThat(cache.origin.requests().getLast().field("Range")).isEqualTo("bytes=100000-");
        var hit = cache.get("/a");
        assertThat(status(hit)).startsWith("weir; hit");
        assertThat(hit.body()).isEqualTo(body);
    }

    @Test
    void a_client_that_leaves_in_the_middle_holds_nothing() throws IOException {
        cache = new CacheUnderTest(folder, spoken, "");
        cache.origin(LargeBodiesTest::bodyOfOneLetter);
        cache.get("/a");
        try (InputStream in = cache.stream("/a").join().body()) {
            assertThat(in.read()).isEqualTo('a');
        }
        cache.purge("{\"everything\": true, \"hard\": true}", TOKEN);

        await().untilAsserted(() -> assertThat(inFiles()).isZero());
    }

    @Test
    void a_response_that_is_stored_anew_is_sent_anew() {
        cache = new CacheUnderTest(folder, spoken, "");
        String first = text(100_000);
        cache.origin(request -> response(200, first, "Cache-Control: max-age=60"));
        cache.get("/a");
        String second = first.toUpperCase(Locale.ROOT);
        cache.origin(request -> response(200, second, "Cache-Control: max-age=60"));
        cache.purge("{\"everything\": true, \"hard\": true}", TOKEN);
        cache.pass(Duration.ofSeconds(1));
        cache.get("/a");

        var hit = cache.get("/a");
        assertThat(status(hit)).startsWith("weir; hit");
        assertThat(hit.body()).isEqualTo(second);
    }

    private double inFiles() {
        return cache.meters.get("weir.http.cache.file.bytes").gauge().value();
    }

    private static String partly(OriginConversation.Request request, String body) {
        String range = String.valueOf(request.field("Range"));
        int from = range.equals("bytes=100000-") ? 100_000 : 0;
        int to = range.equals("bytes=0-99999") ? 100_000 : body.length();
        return response(
                range.equals("null") ? 200 : 206,
                body.substring(from, to),
                "Cache-Control: max-age=60",
                "ETag: \"1\"",
                "Content-Range: bytes " + from + "-" + (to - 1) + "/" + body.length());
    }

    /** Eight mebibytes of the letter that the path consists of. */
    private static String bodyOfOneLetter(OriginConversation.Request request) {
        String letter = request.line().substring(5, 6);
        return response(200, letter.repeat(8 * MIB), "Cache-Control: max-age=60");
    }

    private static String text(int length) {
        return new Random(length)
                .ints(length, 'a', 'z' + 1)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
    }
}
