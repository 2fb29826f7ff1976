package dev.weir.e2e.cache.web;

import static dev.weir.e2e.cache.web.WebClient.header;
import static dev.weir.e2e.cache.web.WebClient.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.cache.site.Site;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** What cannot be written, or did not come whole, is told and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedWritesTest {
    private static final int MESSAGE_BYTES_MAX = 1_000_000;

    private final Site site =
            Site.start(Site.quick(1), 1, binding -> binding.with(Map.of("limits", Map.of("stagedBytes", "1500Ki"))));
    private final WebClient web = new WebClient(site);
    private String topic = "";
    private String messages = "";

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void someTopic(TestInfo test) {
        topic = "story-" + test.getTestMethod().orElseThrow().getName();
        messages = "/topics/" + topic + "/messages";
        site.kafka().createTopic(topic, 2, Map.of("max.message.bytes", Integer.toString(MESSAGE_BYTES_MAX)));
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        String long1 = "x".repeat(MESSAGE_BYTES_MAX + 1);
        mustBe(413, "too-large", web.post(messages, long1));
        mustBe(
                413,
                "too-large",
                web.send(
                        "POST",
                        messages,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(long1.getBytes(US_ASCII)))));
        mustBe(413, "too-large", web.post(messages, "x".repeat(MESSAGE_BYTES_MAX - 10))); // so says the broker
        HttpResponse<String> batch = web.post(
                messages, "{\"text\":\"a\"}\n{\"text\":\"" + long1 + "\"}\n", "Content-Type", "application/x-ndjson");
        mustBe(413, "too-large", batch);
        assertThat(json(batch).get("line").asInt()).isEqualTo(2);
        assertThat(web.values(topic)).containsExactly("a");
        assertThat(web.cache().metric("weir_web_staged_bytes")).isZero();
    }

    @Test
    void aBatchOfTooManyLinesIsToldHowFarItCame() {
        int max = 50_000;
        HttpResponse<String> batch =
                web.post(messages, "{\"text\":\"\"}\n".repeat(max + 1), "Content-Type", "application/x-ndjson");
        mustBe(413, "too-large", batch);
        assertThat(json(batch).get("line").asInt()).isEqualTo(max + 1);
        assertThat(json(batch).get("acknowledged")).hasSize(max);
        assertThat(json(batch).get("detail").asText()).contains("send the rest as another");
        assertThat(web.values(topic)).hasSize(max);
    }

    @Test
    void whoWouldStageTooMuchIsToldToComeAgain() throws IOException {
        try (Socket slow = connected()) {
            send(slow, "POST " + messages + " HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\nbegun");
            await().until(() -> web.cache().metric("weir_web_staged_bytes") >= 900_000);
            HttpResponse<String> refused = web.post(messages, "y".repeat(800_000));
            mustBe(429, "too-much", refused);
            assertThat(header(refused, "retry-after")).isEqualTo("1");
            assertThat(web.post(messages, "small").statusCode()).isEqualTo(201);
        }
        await().until(() -> web.cache().metric("weir_web_staged_bytes") == 0);
        assertThat(web.post(messages, "y".repeat(800_000)).statusCode()).isEqualTo(201);
        assertThat(web.values(topic)).extracting(String::length).containsExactlyInAnyOrder(5, 800_000);
    }

    @Test
    void ofAClientThatVanishesNothingIsWritten() throws IOException {
        double before = web.cache().metric("weir_web_uploads_broken_total");
        try (Socket vanishing = connected()) {
            send(vanishing, "POST " + messages + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "x".repeat(100_000);
            send(vanishing, Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            await().until(() -> web.cache().metric("weir_web_staged_bytes") >= 100_000);
            vanishing.setSoLinger(true, 0);
        }
        await().until(() -> web.cache().metric("weir_web_uploads_broken_total") > before);
        await().until(() -> web.cache().metric("weir_web_staged_bytes") == 0);
        assertThat(web.written(topic)).isEmpty();
    }

    @Test
    void whatMeansNothingIsToldBeforeAnythingIsWritten() {
        mustBe(404, "not-found", web.post("/topics/nowhere/messages", "v"));
        mustBe(400, "bad-request", web.post(messages + "?partition=2", "v"));
        mustBe(400, "bad-request", web.post(messages + "?partition=first", "v"));
        mustBe(400, "bad-request", web.post(messages + "?timestamp=yesterday", "v"));
        mustBe(400, "bad-request", web.post(messages + "?keyBase64=*", "v"));
        mustBe(400, "bad-request", web.post(messages + "?kye=a", "v"));
        mustBe(400, "bad-request", web.post(messages + "?key=a", "v", "Weir-Key", "b"));
        mustBe(400, "bad-request", web.post(messages, "{\"valu\": 1}\n", "Content-Type", "application/x-ndjson"));
        mustBe(400, "bad-request", web.post(messages, "[1]\n", "Content-Type", "application/x-ndjson"));
        mustBe(400, "bad-request", web.post(messages, "{\"value\": 1", "Content-Type", "application/x-ndjson"));
        mustBe(415, "content-coding", web.post(messages, "v", "Content-Encoding", "gzip"));
        assertThat(web.written(topic)).isEmpty();
    }

    @Test
    void aMethodThatIsNotForAPathIsTold() {
        for (String path : new String[] {"/topics", "/topics/" + topic, "/topics/" + topic + "/productions/x"}) {
            HttpResponse<String> refused = web.post(path, "v");
            mustBe(405, "method", refused);
            assertThat(header(refused, "allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
        assertThat(header(web.send("PATCH", messages, BodyPublishers.noBody()), "allow"))
                .isEqualTo("GET, HEAD, POST, OPTIONS");
        HttpResponse<String> options = web.send("OPTIONS", messages + "/k", BodyPublishers.noBody());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
    }

    private Socket connected() throws IOException {
        var socket = new Socket(
                InetAddress.getLoopbackAddress(), web.cache().web("/").getPort());
        socket.setSoTimeout(Patience.millis());
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void mustBe(int status, String name, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
        assertThat(json(answer).get("type").asText()).isEqualTo("urn:weir:problem:" + name);
    }
}
