package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.kafka.wire.LeakWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused is counted, once and for what it was. */
@ExtendWith(LeakWatch.class)
class RefusalsTest {
    private static final Limits SMALL = new Limits(200, 1000, 10, 1000, 4096, 10);
    private static final ServerSettings SETTINGS = ServerSettings.DEFAULT.with(SMALL);
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(100), Duration.ofHours(1), Duration.ofHours(1));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        malformed-request       | 400 | GET / HTTP/1.1␍
        malformed-framing       | 400 | POST / HTTP/1.1␍Host: a␍Content-Length: 1, 1␍
        body-too-long           | 413 | POST / HTTP/1.1␍Host: a␍Content-Length: 1001␍
        request-line-too-long   | 414 | GET /LONG HTTP/1.1␍Host: a␍
        unknown-expectation     | 417 | GET / HTTP/1.1␍Host: a␍Expect: all␍
        header-too-long         | 431 | GET / HTTP/1.1␍Host: a␍Cookie: LONGLONGLONGLONG␍
        too-many-fields         | 431 | GET / HTTP/1.1␍Host: a␍A:␍A:␍A:␍A:␍A:␍A:␍A:␍A:␍A:␍A:␍
        unknown-method          | 501 | TRACE / HTTP/1.1␍Host: a␍
        unknown-transfer-coding | 501 | POST / HTTP/1.1␍Host: a␍Transfer-Encoding: gzip, chunked␍
        unknown-version         | 505 | GET / HTTP/2.0␍Host: a␍
        """)
    void requestsOfHttp1(String reason, int status, String head) throws IOException {
        try (var server = new TestServer(SETTINGS, Replies::echo);
                WireClient client = server.connect()) {
            client.send(head.replace("LONG", "a".repeat(300)).replace("␍", "\r\n") + "\r\n");
            WireClient.Reply reply = client.receive();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("cache-status")).isEqualTo("weir; detail=" + reason);
            awaitCountedOnce(server, reason);
        }
    }

    @Test
    void headsThatDoNotCome() throws IOException {
        try (var server = new TestServer(SETTINGS.with(SHORT), Replies::echo);
                WireClient client = server.connect()) {
            assertThat(client.send("GET ").receive().status()).isEqualTo(408);
            awaitCountedOnce(server, "slow-request");
        }
    }

    @Test
    void trailersThatAreTooLong() throws IOException {
        try (var server = new TestServer(SETTINGS, Replies::echo);
                WireClient client = server.connect()) {
            client.request("POST /", "Transfer-Encoding: chunked").send("0\r\nA: " + "b".repeat(1000) + "\r\n\r\n");
            assertThat(client.receive().status()).isEqualTo(431);
            awaitCountedOnce(server, "trailer-too-long");
        }
    }

    @Test
    void requestsThatFail() throws IOException {
        try (var server = new TestServer(SETTINGS, exchange -> {
                    throw new IllegalStateException("as this test has it");
                });
                WireClient client = server.connect()) {
            assertThat(client.request("GET /").receive().status()).isEqualTo(500);
            awaitCountedOnce(server, "internal-error");
        }
    }

    @Test
    void connectionsWithoutTheHeaderOfTheirProxy() throws IOException {
        try (var server = new TestServer(SETTINGS.withProxyProtocol(true), Replies::echo);
                WireClient client = server.connect()) {
            client.request("GET /");
            assertThat(client.receiveAll()).isEmpty();
            awaitCountedOnce(server, "no-proxy-header");
        }
    }

    @Test
    void headersOfHttp2ThatAreTooLong() {
        try (var server = new TestServer(SETTINGS, Replies::echo);
                var client = new Http2Client(server.port())) {
            client.settings();
            Http2Client.Stream told =
                    client.open(Http2Client.request("GET", "/").add("a", "b".repeat(1000)), true);
            assertThat(told.ended().status()).isEqualTo("431");
            assertThat(told.content()).contains("\"error\" : \"the header fields have more than 1000 bytes\"");
            assertThat(told.field("cache-status")).isEqualTo("weir; detail=header-too-long");
            awaitCountedOnce(server, "header-too-long");
        }
    }

    @Test
    void headersOfHttp2ThatAreFarTooLong() {
        try (var server = new TestServer(SETTINGS, Replies::echo);
                var client = new Http2Client(server.port())) {
            client.settings();
            Http2Client.Stream untold =
                    client.open(Http2Client.request("GET", "/").add("a", "b".repeat(2300)), true);
            assertThat(untold.status()).isEqualTo("431");
            assertThat(untold.field("cache-status")).isEqualTo("weir; detail=header-too-long");
            awaitCountedOnce(server, "header-too-long");
            assertThat(client.get("/a").ended().content()).isEqualTo("GET /a");
        }
    }

    @Test
    void headsOfHttp2ThatAreNone() {
        try (var server = new TestServer(SETTINGS, Replies::echo);
                var client = new Http2Client(server.port())) {
            client.open(Http2Client.request("GET", "/").add(":what", "x"), true).reset();
            awaitCountedOnce(server, "protocol-error");
        }
    }

    @Test
    void streamsThatAreTooMany() throws IOException {
        try (var server = new TestServer(SETTINGS, exchange -> {});
                WireClient client = server.connect()) {
            // settings, the acknowledgement of the server's, and GET http://a/ on one stream after the other
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "") + frame(4, 1, 0, ""));
            for (int i = 0; i <= SMALL.streamsMax(); i++) {
                client.send(frame(1, 5, 2 * i + 1, "\u0082\u0086\u0084\u0001\u0001a"));
            }
            awaitCountedOnce(server, "too-many-streams");
        }
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "\0\0" + (char) payload.length() + (char) type + (char) flags + "\0\0\0" + (char) stream + payload;
    }

    @Test
    void floodsOfHttp2() {
        try (var server = new TestServer(SETTINGS, exchange -> {});
                var client = new Http2Client(server.port())) {
            int asked = 0;
            while (client.askAndCancel("/")) {
                assertThat(++asked).isLessThan(100_000);
            }
            awaitCountedOnce(server, "flood");
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsOnThePageOfMetrics(Reason reason) throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../deploy/reference/metrics.md")).stream()
                .filter(line -> line.startsWith("| `weir_http_refused_total` |"))
                .toList();
        assertThat(rows).singleElement().asString().contains("`" + reason.token() + "`");
    }

    private static void awaitCountedOnce(TestServer server, String reason) {
        await().untilAsserted(() -> assertThat(server.refused(reason)).isEqualTo(1));
        assertThat(server.refused()).isEqualTo(1);
    }
}
