package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hits: what was stored leaves as it is, with what belongs to this answer behind it. */
class StoredAnswersTest {
    private static final FieldList FIELDS =
            FieldList.of("ETag", "\"1\"", "Date", "Sat, 01 Aug 2026 10:00:00 GMT", "Via", "1.1 origin");

    @TempDir
    private Path directory;

    @Test
    void ageViaAndCacheStatusAreAddedToTheStoredHead() throws IOException {
        try (var server = serving(new Stored("hello", null), FIELDS);
                WireClient client = server.connect()) {
            WireClient.Reply reply = client.request("GET /").receive();
            assertThat(reply.head()).isEqualTo("""
                HTTP/1.1 200 OK
                ETag: "1"
                Date: Sat, 01 Aug 2026 10:00:00 GMT
                Via: 1.1 origin
                Content-Length: 5
                Age: 7
                Via: 1.1 weir
                Cache-Status: weir; hit; ttl=-3

                """.replace("\n", "\r\n"));
            assertThat(reply.content()).isEqualTo("hello");
        }
    }

    @Test
    void dateIsAddedWhereThereIsNone() throws IOException {
        var clock = InstantSource.fixed(Instant.parse("2026-08-02T11:12:13.999Z"));
        var settings = ServerSettings.DEFAULT.with(clock);
        try (var server = serving(settings, new Stored("hello", null), FieldList.of("ETag", "\"1\""));
                WireClient client = server.connect()) {
            assertThat(client.request("GET /").receive().field("date")).isEqualTo("Sun, 02 Aug 2026 11:12:13 GMT");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 100_000, 5_000_000})
    void theBodyIsSentWholeAndThenReleased(int length) throws IOException {
        var stored = new Stored("x".repeat(length), null);
        try (var server = serving(stored, FIELDS);
                WireClient client = server.connect()) {
            client.request("GET /").request("GET /");
            assertThat(client.receive().content()).hasSize(length);
            assertThat(client.receive().content()).isEqualTo("x".repeat(length));
            await().untilAsserted(() -> assertThat(stored.references).hasValue(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 100_000, 5_000_000})
    void aBodyInAFileIsSentFromThere(int length) throws IOException {
        var stored = new Stored("x".repeat(length), Files.writeString(directory.resolve("body"), "x".repeat(length)));
        try (var server = serving(stored, FIELDS);
                WireClient client = server.connect()) {
            assertThat(client.request("GET /").receive().content()).isEqualTo("x".repeat(length));
            assertThat(client.request("GET /").receive().content()).hasSize(length);
            assertThat(stored.regions.get() > 0).isEqualTo(length > 32 * 1024);
            await().untilAsserted(() -> assertThat(stored.references).hasValue(0));
        }
    }

    @Test
    void headGetsTheHeadAlone() throws IOException {
        var stored = new Stored("hello", null);
        try (var server = serving(stored, FIELDS);
                WireClient client = server.connect()) {
            client.request("HEAD /").request("GET /");
            assertThat(client.receiveHead()).contains("Content-Length: 5");
            assertThat(client.receive().content()).isEqualTo("hello");
            await().untilAsserted(() -> assertThat(stored.references).hasValue(0));
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleReleasesTheBody() throws IOException {
        var stored = new Stored("x".repeat(50_000_000), null);
        try (var server = serving(stored, FIELDS)) {
            try (WireClient client = server.connect()) {
                client.request("GET /").receiveHead();
            }
            await().untilAsserted(() -> assertThat(stored.references).hasValue(0));
        }
    }

    @Test
    void aNotModifiedHasNoContentAndNoContentHasNoLength() throws IOException {
        try (var server = new TestServer(exchange -> {
                    int status = Integer.parseInt(exchange.head().uri().path().substring(1));
                    exchange.response().stored(new StoredHead(status, FIELDS, 0), 1, 2, null);
                });
                WireClient client = server.connect()) {
            assertThat(client.request("GET /304").receive().status()).isEqualTo(304);
            WireClient.Reply noContent = client.request("GET /204").receive();
            assertThat(noContent.status()).isEqualTo(204);
            assertThat(noContent.field("content-length")).isEmpty();
        }
    }

    private TestServer serving(Stored stored, FieldList fields) {
        return serving(ServerSettings.DEFAULT, stored, fields);
    }

    private TestServer serving(ServerSettings settings, Stored stored, FieldList fields) {
        var head = new StoredHead(200, fields, stored.length());
        return new TestServer(settings, exchange -> {
            assertThat(stored.tryRetain()).isTrue();
            exchange.response().stored(head, 7, -3, stored);
        });
    }

    /** A body in memory, or in a file. */
    private static final class Stored implements Payload {
        private final byte[] bytes;
        private final @Nullable Path file;
        private final AtomicInteger references = new AtomicInteger();
        private final AtomicInteger regions = new AtomicInteger();

        private Stored(String text, @Nullable Path file) {
            this.bytes = text.getBytes(ISO_8859_1);
            this.file = file;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public boolean tryRetain() {
            references.incrementAndGet();
            return true;
        }

        @Override
        public void release() {
            references.decrementAndGet();
        }

        @Override
        public ByteBuf bytes(long from, int length) {
            return Unpooled.wrappedBuffer(bytes, Math.toIntExact(from), length);
        }

        @Override
        public @Nullable FileRegion region(long from, long length) {
            if (file == null) {
                return null;
            }
            regions.incrementAndGet();
            return new DefaultFileRegion(file.toFile(), from, length);
        }
    }
}
