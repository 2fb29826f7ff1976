package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.TOKEN;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.field;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.coding.Decoded;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Spoken.class)
class CompressionTest {
    @Parameter
    Spoken spoken;

    private static final String TEXT = "a line of some text that is said again and again\n".repeat(2000);
    private static final String[] FRESH = {"Cache-Control: max-age=60", "Content-Type: text/plain", "ETag: \"1\""};

    @TempDir
    Path folder;

    private CacheUnderTest cache;

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, spoken, "compress: {}");
        cache.origin(request -> response(200, TEXT, FRESH));
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br, zstd', br",
        "'gzip, zstd', zstd",
        "'br;q=0, gzip', gzip",
        "deflate, ''",
        "identity, ''"
    })
    void a_client_gets_the_coding_that_it_accepts_from_the_origin_and_from_the_cache(String accepted, String coding)
            throws IOException {
        HttpResponse<byte[]> miss = cache.bytes("/a", "Accept-Encoding", accepted);
        HttpResponse<byte[]> hit = cache.bytes("/a", "Accept-Encoding", accepted);

        for (HttpResponse<byte[]> each : List.of(miss, hit)) {
            assertThat(field(each, "Content-Encoding")).isEqualTo(coding);
            assertThat(Decoded.whole(coding, each.body())).asString().isEqualTo(TEXT);
            assertThat(field(each, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(field(each, "ETag")).isEqualTo(coding.isEmpty() ? "\"1\"" : "W/\"1\"");
        }
        assertThat(status(miss)).isEqualTo("weir; fwd=uri-miss; stored; ttl=60");
        assertThat(status(hit)).isEqualTo("weir; hit; ttl=60");
        assertThat(field(hit, "Content-Length")).isEqualTo(Integer.toString(hit.body().length));
    }

    @Test
    void the_origin_is_asked_for_the_one_coding_that_is_stored() {
        cache.bytes("/a", "Accept-Encoding", "gzip, br");
        cache.bytes("/a", "Accept-Encoding", "br, zstd");
        cache.bytes("/a");

        assertThat(cache.origin.requests())
                .extracting(request -> request.field("Accept-Encoding"))
                .containsExactly("br", "identity");
    }

    @Test
    void what_the_origin_compressed_itself_is_kept_as_it_is() {
        cache.origin(request -> response(
                200,
                TEXT,
                "Cache-Control: max-age=60",
                "Content-Type: text/plain",
                "Content-Encoding: br",
                "Vary: Accept-Encoding",
                "ETag: \"br\""));

        HttpResponse<byte[]> answer = cache.bytes("/a", "Accept-Encoding", "br");

        assertThat(answer.body()).asString().isEqualTo(TEXT);
        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("br");
        assertThat(field(answer, "ETag")).isEqualTo("\"br\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=60, no-transform|Content-Type: text/plain",
                "Cache-Control: max-age=60|Content-Type: image/png",
                "Cache-Control: max-age=60|Content-Type: text/event-stream",
                "Cache-Control: no-store|Content-Type: text/plain",
                "Cache-Control: max-age=60|X-Type: none"
            })
    void what_must_not_or_need_not_be_compressed_is_not(String fields) {
        cache.origin(request -> response(200, TEXT, fields.split("\\|", -1)));

        HttpResponse<byte[]> answer = cache.bytes("/a", "Accept-Encoding", "br");

        assertThat(field(answer, "Content-Encoding")).isEmpty();
        assertThat(answer.body()).asString().isEqualTo(TEXT);
        assertThat(field(answer, "Vary")).isEmpty();
    }

    @Test
    void what_is_small_is_not_compressed_and_is_one_for_all() {
        cache.origin(request -> response(200, "small", FRESH));

        assertThat(field(cache.bytes("/a", "Accept-Encoding", "br"), "Content-Encoding"))
                .isEmpty();
        assertThat(status(cache.bytes("/a"))).isEqualTo("weir; hit; ttl=60");
    }

    @Test
    void what_comes_slowly_is_not_held_back_by_the_compression() throws Exception {
        var seen = new CountDownLatch(1);
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send(begun("Transfer-Encoding: chunked", "5\r\nfirst\r\n"));
            if (seen.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                conversation.send("6\r\nsecond\r\n0\r\n\r\n");
            }
            conversation.awaitClose();
        });
        cache.origin.resetAll();

        HttpResponse<InputStream> answer =
                cache.stream("/a", "Accept-Encoding", "br").join();
        try (InputStream in = Decoded.stream("br", answer.body())) {
            assertThat(in.readNBytes(5)).asString().isEqualTo("first");
            seen.countDown();
            assertThat(in.readAllBytes()).asString().isEqualTo("second");
        }

        assertThat(status(cache.bytes("/a", "Accept-Encoding", "br"))).startsWith("weir; hit");
    }

    @Test
    void the_origin_is_asked_with_its_own_entity_tag_and_its_304_keeps_what_is_compressed() throws IOException {
        cache.bytes("/a", "Accept-Encoding", "br");
        cache.origin(request -> "\"1\"".equals(request.field("If-None-Match"))
                ? "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nCache-Control: max-age=60\r\n\r\n"
                : response(500, "asked with " + request.field("If-None-Match")));
        cache.pass(Duration.ofSeconds(61));

        HttpResponse<byte[]> validated = cache.bytes("/a", "Accept-Encoding", "br");
        HttpResponse<byte[]> hit = cache.bytes("/a", "Accept-Encoding", "br");

        assertThat(status(validated)).isEqualTo("weir; fwd=stale; fwd-status=304; stored; ttl=60");
        assertThat(status(hit)).isEqualTo("weir; hit; ttl=60");
        for (HttpResponse<byte[]> each : List.of(validated, hit)) {
            assertThat(field(each, "ETag")).isEqualTo("W/\"1\"");
            assertThat(Decoded.whole("br", each.body())).asString().isEqualTo(TEXT);
        }
    }

    @Test
    void a_client_that_has_it_compressed_is_told_so() {
        cache.bytes("/a", "Accept-Encoding", "br");

        HttpResponse<byte[]> has = cache.bytes("/a", "Accept-Encoding", "br", "If-None-Match", "W/\"1\"");
        HttpResponse<byte[]> other = cache.bytes("/a", "Accept-Encoding", "br", "If-None-Match", "W/\"2\"");

        assertThat(has.statusCode()).isEqualTo(304);
        assertThat(field(has, "ETag")).isEqualTo("W/\"1\"");
        assertThat(field(has, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void a_range_is_one_of_the_compressed_content() {
        byte[] whole = cache.bytes("/a", "Accept-Encoding", "gzip").body();

        HttpResponse<byte[]> part = cache.bytes("/a", "Accept-Encoding", "gzip", "Range", "bytes=2-5");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(field(part, "Content-Range")).isEqualTo("bytes 2-5/" + whole.length);
        assertThat(field(part, "Content-Encoding")).isEqualTo("gzip");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 2, 6));
    }

    @Test
    void a_head_tells_of_what_is_stored() {
        int length = cache.bytes("/a", "Accept-Encoding", "br").body().length;

        HttpResponse<String> head = cache.send("HEAD", "/a", "", "Accept-Encoding", "br");

        assertThat(field(head, "Content-Encoding")).isEqualTo("br");
        assertThat(field(head, "Content-Length")).isEqualTo(Integer.toString(length));
    }

    @Test
    void what_was_compressed_and_is_small_now_is_not_asked_for_again_and_again() {
        cache.bytes("/a", "Accept-Encoding", "br");
        cache.origin(request -> response(200, "small", FRESH));
        cache.pass(Duration.ofSeconds(61));
        cache.bytes("/a", "Accept-Encoding", "br");

        assertThat(status(cache.bytes("/a", "Accept-Encoding", "br"))).isEqualTo("weir; hit; ttl=60");
        assertThat(cache.bytes("/a", "Accept-Encoding", "br").body()).asString().isEqualTo("small");
    }

    @Test
    void a_purge_takes_all_variants() {
        for (String accepted : new String[] {"br", "gzip", "identity"}) {
            cache.bytes("/a", "Accept-Encoding", accepted);
        }

        String order = "{\"url\": \"%s\", \"hard\": true}".formatted(cache.uri("/a"));
        assertThat(cache.purge(order, TOKEN).status()).isEqualTo(200);

        for (String accepted : new String[] {"br", "gzip", "identity"}) {
            assertThat(status(cache.bytes("/a", "Accept-Encoding", accepted))).contains("fwd=");
        }
    }

    @Test
    void what_breaks_off_is_not_stored_and_leaves_nothing_behind() {
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send(begun("Content-Length: 100000", TEXT.substring(0, 50_000)));
            conversation.reset();
        });
        cache.origin.resetAll();

        assertThatThrownBy(() -> cache.bytes("/a", "Accept-Encoding", "br")).hasRootCauseInstanceOf(IOException.class);

        awaitNothingBuffered();
        cache.origin(request -> response(200, TEXT, FRESH));
        assertThat(status(cache.bytes("/a", "Accept-Encoding", "br"))).startsWith("weir; fwd=uri-miss");
    }

    @Test
    void what_a_route_began_to_compress_is_finished_when_the_route_is_gone() throws IOException {
        var gone = new CountDownLatch(1);
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send(begun("Content-Length: " + TEXT.length(), TEXT.substring(0, 50_000)));
            if (gone.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                conversation.send(TEXT.substring(50_000));
            }
            conversation.awaitClose();
        });
        cache.origin.resetAll();
        HttpResponse<InputStream> begun =
                cache.stream("/a", "Accept-Encoding", "br").join();
        assertThat(buffered()).isPositive();

        cache.run("routes: [{name: other, origin: {urls: ['http://127.0.0.1:1']}}]");
        gone.countDown();

        assertThat(Decoded.whole("br", begun.body().readAllBytes())).asString().isEqualTo(TEXT);
        awaitNothingBuffered();
    }

    @Test
    void a_client_that_leaves_what_is_too_large_to_be_stored_leaves_nothing_behind() throws IOException {
        cache.run("store: {maxObjectSize: 16Ki}\n  " + cache.route("compress: {}"));
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send(begun("Transfer-Encoding: chunked", ""));
            var random = new Random(1);
            byte[] noise = new byte[0x4000];
            while (true) {
                random.nextBytes(noise);
                conversation.send("4000\r\n");
                conversation.send(noise);
                conversation.send("\r\n");
            }
        });
        cache.origin.resetAll();

        HttpResponse<InputStream> begun =
                cache.stream("/a", "Accept-Encoding", "gzip").join();
        try (InputStream in = begun.body()) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
        }

        awaitNothingBuffered();
    }

    @Test
    void where_there_is_no_room_to_compress_it_is_stored_as_it_came() {
        cache.run("limits: {bufferedBytes: 512Ki}\n  " + cache.route("compress: {codings: [br]}"));

        HttpResponse<byte[]> miss = cache.bytes("/a", "Accept-Encoding", "br");

        assertThat(field(miss, "Content-Encoding")).isEmpty();
        assertThat(miss.body()).asString().isEqualTo(TEXT);
        assertThat(status(cache.bytes("/a", "Accept-Encoding", "br"))).startsWith("weir; hit");
    }

    @Test
    void limits_count_what_is_compressed() {
        cache.run("store: {maxObjectSize: 20Ki}\n  " + cache.route("compress: {}"));

        assertThat(TEXT.length()).isGreaterThan(20 * 1024);
        cache.bytes("/a", "Accept-Encoding", "br");
        cache.bytes("/b");

        assertThat(status(cache.bytes("/a", "Accept-Encoding", "br"))).startsWith("weir; hit");
        assertThat(status(cache.bytes("/b"))).endsWith("detail=too-large");
    }

    @Test
    void what_goes_in_and_comes_out_is_counted() {
        byte[] compressed = cache.bytes("/a", "Accept-Encoding", "zstd").body();
        cache.bytes("/a", "Accept-Encoding", "zstd");
        cache.bytes("/a");

        assertThat(counted("before")).isEqualTo(TEXT.length());
        assertThat(counted("after")).isEqualTo(compressed.length);
    }

    /** The beginning of a response. */
    private static String begun(String framing, String content) {
        return "HTTP/1.1 200 OK\r\n" + String.join("\r\n", FRESH) + "\r\n" + framing + "\r\n\r\n" + content;
    }

    private double counted(String side) {
        return cache.meters
                .get("weir.http.compression.bytes")
                .tag("side", side)
                .counter()
                .count();
    }

    private double buffered() {
        return cache.meters.get("weir.http.buffered.bytes").gauge().value();
    }

    private void awaitNothingBuffered() {
        await().untilAsserted(() -> assertThat(buffered()).isZero());
    }
}
