package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.TOKEN;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.OriginConversation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that the kernel sends from where they are stored, while what is stored changes. */
class LargeBodiesTest {
    private static final int MIB = 1024 * 1024;

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
        cache = new CacheUnderTest(folder, "");
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
        cache = new CacheUnderTest(folder, "");
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
    void what_is_purged_while_it_is_sent_arrives_as_it_was() throws IOException {
        cache = new CacheUnderTest(folder, "");
        cache.origin(LargeBodiesTest::bodyOfOneLetter);
        cache.get("/a");
        try (Socket client = ask("/a");
                InputStream in = new BufferedInputStream(client.getInputStream())) {
            readHead(in);
            assertThat(cache.purge("{\"everything\": true, \"hard\": true}", TOKEN)
                            .status())
                    .isEqualTo(200);
            cache.pass(Duration.ofSeconds(1));
            cache.get("/b");
            assertThat(cache.get("/b").body()).isEqualTo("b".repeat(8 * MIB));

            assertThat(in.readNBytes(8 * MIB)).hasSize(8 * MIB).containsOnly('a');
        }
        assertThat(cache.get("/b").body()).isEqualTo("b".repeat(8 * MIB));
        await().untilAsserted(() -> assertThat(inFiles()).isBetween(8.0 * MIB, 9.0 * MIB));
    }

    @Test
    void what_makes_room_while_it_is_sent_arrives_as_it_was() throws IOException {
        cache = new CacheUnderTest(folder, "maxSize: 9Mi, bucket: individual");
        cache.origin(LargeBodiesTest::bodyOfOneLetter);
        cache.get("/a");
        try (Socket client = ask("/a");
                InputStream in = new BufferedInputStream(client.getInputStream())) {
            readHead(in);
            // asked for often enough it takes the place of what is there
            await().until(() -> status(cache.get("/b")).startsWith("weir; hit"));
            assertThat(cache.get("/b").body()).isEqualTo("b".repeat(8 * MIB));

            assertThat(in.readNBytes(8 * MIB)).hasSize(8 * MIB).containsOnly('a');
        }
        await().untilAsserted(() -> assertThat(inFiles()).isBetween(8.0 * MIB, 9.0 * MIB));
    }

    @Test
    void a_client_that_leaves_in_the_middle_holds_nothing() throws IOException {
        cache = new CacheUnderTest(folder, "");
        cache.origin(LargeBodiesTest::bodyOfOneLetter);
        cache.get("/a");
        try (Socket client = ask("/a");
                InputStream in = new BufferedInputStream(client.getInputStream())) {
            readHead(in);
        }
        cache.purge("{\"everything\": true, \"hard\": true}", TOKEN);

        await().untilAsserted(() -> assertThat(inFiles()).isZero());
    }

    @Test
    void a_response_that_is_stored_anew_is_sent_anew() {
        cache = new CacheUnderTest(folder, "");
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

    /** By a client whose system takes little before the client does. */
    private Socket ask(String path) throws IOException {
        var client = new Socket();
        client.setReceiveBufferSize(16 * 1024);
        client.setSoTimeout(Patience.millis());
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), cache.port()));
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + cache.port() + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        return client;
    }

    private static void readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head.toString()).contains("hit");
    }
}
