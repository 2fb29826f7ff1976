package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
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
        try (var server = serving(new StoredBody("hello", null), FIELDS);
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
        try (var server = serving(settings, new StoredBody("hello", null), FieldList.of("ETag", "\"1\""));
                WireClient client = server.connect()) {
            assertThat(client.request("GET /").receive().field("date")).isEqualTo("Sun, 02 Aug 2026 11:12:13 GMT");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 100_000, 5_000_000})
    void theBodyIsSentWholeAndThenReleased(int length) throws IOException {
        var stored = new StoredBody("x".repeat(length), null);
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
        var stored =
                new StoredBody("x".repeat(length), Files.writeString(directory.resolve("body"), "x".repeat(length)));
        try (var server = serving(stored, FIELDS);
                WireClient client = server.connect()) {
            assertThat(client.request("GET /").receive().content()).isEqualTo("x".repeat(length));
            assertThat(client.request("GET /").receive().content()).hasSize(length);
            assertThat(stored.regions.get() > 0).isEqualTo(length > 64 * 1024);
            await().untilAsserted(() -> assertThat(stored.references).hasValue(0));
        }
    }

    @Test
    void headGetsTheHeadAlone() throws IOException {
        var stored = new StoredBody("hello", null);
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
        var stored = new StoredBody("x".repeat(50_000_000), null);
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

    private TestServer serving(StoredBody stored, FieldList fields) {
        return serving(ServerSettings.DEFAULT, stored, fields);
    }

    private TestServer serving(ServerSettings settings, StoredBody stored, FieldList fields) {
        var head = new StoredHead(200, fields, stored.length());
        return new TestServer(settings, exchange -> {
            assertThat(stored.tryRetain()).isTrue();
            exchange.response().stored(head, 7, -3, stored);
        });
    }
}
