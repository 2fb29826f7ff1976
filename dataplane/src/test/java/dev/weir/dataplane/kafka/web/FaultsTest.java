package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dataplane.http.server.Patience;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.http.server.WireClient;
import dev.weir.dataplane.kafka.log.LogStoreSettings;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, greedy or gone. */
@Timeout(300)
class FaultsTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
    private static final String EVENTS = "GET /topics/t/messages?format=sse";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @SuppressWarnings("NullAway.Init")
    private FakeUpstreams.Copy copy;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder, LogStoreSettings.DEFAULTS, ServerSettings.DEFAULT.with(SHORT));
        web.upstreams.addTopic("t", 1);
        copy = web.upstreams.follow("t", 0, 0, Map.of("cleanup.policy", "compact"));
        copy.append(batch().add(1, "a", "1").at(0));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void aHeadThatDribblesIsNotWaitedForForEver() throws IOException {
        try (var client = WireClient.connect(web.port())) {
            client.send("GET /topics HTTP/1.1\r\nHost: a.test\r\nX-Slow: ");
            dribbleUntilClosed(client);
        }
    }

    @Test
    void aBodyThatDribblesHoldsNothingUp() throws IOException {
        try (var client = WireClient.connect(web.port())) {
            client.request("GET /topics/t/messages/a", "Content-Length: 1000000");
            assertThat(client.receive().content()).isEqualTo("1");
            dribbleUntilClosed(client);
        }
    }

    private static void dribbleUntilClosed(WireClient client) {
        await().until(() -> {
            try {
                client.send("x");
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        try (var client = WireClient.connect(web.port())) {
            client.request("GET /topics", "X-Large: " + "x".repeat(40_000));
            assertThat(client.receive().status()).isEqualTo(431);
        }
        try (var client = WireClient.connect(web.port())) {
            client.request("GET /topics/t/messages?key=" + "x".repeat(9_000));
            assertThat(client.receive().status()).isEqualTo(414);
        }
        assertThat(web.get("/topics").statusCode()).isEqualTo(200);
    }

    @Test
    void keysThatNobodyHasMayBeLong() {
        String key = "k".repeat(7_000);
        JsonNode problem = Lines.json(web.get("/topics/t/messages/" + key).body());
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("detail").asText()).hasSizeLessThan(500);
        assertThat(web.get("/topics/t/messages?key=" + key).body()).contains("key is longer than 1024 characters");
    }

    @Test
    void whatIsCodedWronglyIsRefused() throws IOException {
        for (String target : List.of("/topics/t/messages/%2", "/topics/t/messages/%zz", "/topics/t/messages?key=%zz")) {
            try (var client = WireClient.connect(web.port())) {
                client.request("GET " + target);
                assertThat(client.receive().status()).as(target).isEqualTo(400);
            }
        }
    }

    @Test
    void aRecordWithALargeKeyIsAMessageLikeOthers() {
        var key = new byte[1024 * 1024];
        Arrays.fill(key, (byte) 'k');
        copy.append(batch().addKey(2, key, "2").add(3, "b", "3").at(1));
        JsonNode page = Lines.json(web.get("/topics/t/messages").body());
        assertThat(page.get("messages")).hasSize(3);
        assertThat(page.get("messages").get(1).get("key").asText()).hasSize(key.length);
        assertThat(web.get("/topics/t/messages/b").body()).isEqualTo("3");
        assertThat(Lines.places(web.get("/topics/t/messages?format=ndjson&delta=json-patch&until=now")
                        .body()))
                .hasSize(3);
    }

    @Test
    void aClientThatVanishesLeavesNothingBehind() throws IOException {
        try (var client = WireClient.connect(web.port())) {
            client.request(EVENTS);
            assertThat(client.receiveHead()).contains("200");
            await().until(() -> web.readers() == 1);
            client.socket().setSoLinger(true, 0); // as if it had been pulled out
        }
        await().until(() -> web.readers() == 0);
    }

    @Test
    void aReaderThatTakesNothingIsLetGo() throws IOException {
        String value = "x".repeat(500_000);
        for (int i = 1; i < 40; i++) {
            copy.append(batch().add(i, "large" + i, value).at(i));
        }
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web.port()));
            WireClient client = WireClient.of(socket).request(EVENTS);
            assertThat(client.receiveHead()).contains("200");
            await().until(() -> web.readers() == 1);
            await().until(() -> web.readers() == 0);
        }
    }
}
