package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.TOKEN;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.OriginConversation;
import dev.weir.dataplane.http.server.Http2Client;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a slow client is being sent stays what it was, while what is stored changes. */
class SlowClientsTest {
    private static final int LARGE = 8 * 1024 * 1024;

    /** What a client has asked for, and has taken the head of and little else. */
    private interface Download extends AutoCloseable {
        byte[] rest() throws IOException;

        @Override
        void close() throws IOException;
    }

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
    @ValueSource(booleans = {false, true})
    void what_is_purged_while_it_is_sent_arrives_as_it_was(boolean http2) throws IOException {
        cache = new CacheUnderTest(folder, "");
        cache.origin(SlowClientsTest::bodyOfOneLetter);
        cache.get("/a");
        try (Download slow = begin("/a", http2)) {
            assertThat(cache.purge("{\"everything\": true, \"hard\": true}", TOKEN)
                            .status())
                    .isEqualTo(200);
            cache.pass(Duration.ofSeconds(1));
            cache.get("/b");
            assertThat(cache.get("/b").body()).isEqualTo("b".repeat(LARGE));

            assertThat(slow.rest()).hasSize(LARGE).containsOnly('a');
        }
        assertThat(cache.get("/b").body()).isEqualTo("b".repeat(LARGE));
        assertOnlyOneIsKept();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_makes_room_while_it_is_sent_arrives_as_it_was(boolean http2) throws IOException {
        cache = new CacheUnderTest(folder, "maxSize: 9Mi, bucket: individual");
        cache.origin(SlowClientsTest::bodyOfOneLetter);
        cache.get("/a");
        try (Download slow = begin("/a", http2)) {
            // asked for often enough it takes the place of what is there
            await().until(() -> status(cache.get("/b")).startsWith("weir; hit"));
            assertThat(cache.get("/b").body()).isEqualTo("b".repeat(LARGE));

            assertThat(slow.rest()).hasSize(LARGE).containsOnly('a');
        }
        assertOnlyOneIsKept();
    }

    private void assertOnlyOneIsKept() {
        await().untilAsserted(() -> assertThat(
                        cache.meters.get("weir.http.cache.file.bytes").gauge().value())
                .isBetween((double) LARGE, LARGE + 1024.0 * 1024));
    }

    /** Eight mebibytes of the letter that the path consists of. */
    private static String bodyOfOneLetter(OriginConversation.Request request) {
        String letter = request.line().substring(5, 6);
        return response(200, letter.repeat(LARGE), "Cache-Control: max-age=60");
    }

    private Download begin(String path, boolean http2) throws IOException {
        return http2 ? new OfHttp2(path) : new OfHttp1(path);
    }

    /** Its system takes little before the client does. */
    private final class OfHttp1 implements Download {
        private final Socket client = new Socket();
        private final InputStream in;

        OfHttp1(String path) throws IOException {
            client.setReceiveBufferSize(16 * 1024);
            client.setSoTimeout(Patience.millis());
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), cache.port()));
            client.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
                            .formatted(path, cache.port())
                            .getBytes(ISO_8859_1));
            in = new BufferedInputStream(client.getInputStream());
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head.toString()).contains("weir; hit");
        }

        @Override
        public byte[] rest() throws IOException {
            return in.readNBytes(LARGE);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** Its window stays shut. */
    private final class OfHttp2 implements Download {
        private final Http2Client client = new Http2Client(cache.port());
        private final Http2Client.Stream stream;

        OfHttp2(String path) {
            stream = client.openIdle(Http2Client.request("GET", path).authority("127.0.0.1:" + cache.port()))
                    .takingOnce();
            assertThat(stream.status()).isEqualTo("200");
            assertThat(stream.field("cache-status")).startsWith("weir; hit");
        }

        @Override
        public byte[] rest() {
            return stream.taking(true).ended().content().getBytes(ISO_8859_1);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
