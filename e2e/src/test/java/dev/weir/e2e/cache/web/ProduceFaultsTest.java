package dev.weir.e2e.cache.web;

import static dev.weir.e2e.cache.web.WebClient.header;
import static dev.weir.e2e.cache.web.WebClient.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Brokers and data-planes that are killed while web clients write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProduceFaultsTest {
    private static final int WRITERS = 6;

    private final Site site = Site.start();
    private final KafkaBroker broker = site.kafka().broker(1);
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
        site.kafka().createTopic(topic, 3, Map.of("max.message.bytes", "4000000"));
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAlthoughTheBrokerWasKilled() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        var over = new AtomicBoolean();
        var next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                threads.submit(() -> {
                    while (!over.get()) {
                        String value = "m-" + next.getAndIncrement();
                        HttpResponse<String> answer = web.post(messages, value);
                        if (answer.statusCode() == 201) {
                            acknowledged.add(value);
                        } else if (!answer.body().contains("urn:weir:problem:unacknowledged")) {
                            refused.add(value);
                        }
                    }
                });
            }
            for (int i = 0; i < 2; i++) {
                int before = acknowledged.size();
                await().until(() -> acknowledged.size() > before + 50);
                broker.kill();
                broker.start();
            }
            int before = acknowledged.size();
            await().until(() -> acknowledged.size() > before + 50);
            over.set(true);
        }
        List<String> written = web.values(topic);
        assertThat(written).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(written).allSatisfy(value -> assertThat(refused).doesNotContain(value));
    }

    @Test
    void ofWhatABrokerThatHangsWasSentItIsToldThatNobodyKnows() {
        assertThat(web.post(messages, "before").statusCode()).isEqualTo(201);
        broker.suspend();
        HttpResponse<String> answer;
        try {
            answer = web.post(messages, "meanwhile", "Idempotency-Key", "hangs");
        } finally {
            broker.resume();
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
        assertThat(answer.body()).contains("urn:weir:problem:unacknowledged").contains("may or may not be written");
        assertThat(web.post(messages, "meanwhile", "Idempotency-Key", "hangs").body())
                .as("to write it again might write it twice")
                .isEqualTo(answer.body());
        await().untilAsserted(() ->
                assertThat(web.post(messages, "after").statusCode()).isEqualTo(201));
    }

    @Test
    void whileTheBrokerIsAwayNothingIsAcknowledged() {
        assertThat(web.post(messages, "before").statusCode()).isEqualTo(201);
        broker.kill();
        HttpResponse<String> batch =
                web.post(messages, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "Content-Type", "application/x-ndjson");
        broker.start();
        assertThat(batch.statusCode()).isIn(503, 504);
        assertThat(batch.body()).contains(batch.statusCode() == 503 ? "nothing was written" : "may or may not");
        assertThat(json(batch).get("acknowledged")).isEmpty();
        await().untilAsserted(() ->
                assertThat(web.post(messages, "after").statusCode()).isEqualTo(201));
        assertThat(web.values(topic)).contains("before", "after");
    }

    @Test
    void whatAKilledProcessHadStagedIsGoneAndNeverWritten() throws IOException {
        Path staged = web.cache().logs().resolveSibling("staged");
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), web.cache().web("/").getPort())) {
            socket.getOutputStream()
                    .write(("POST " + messages + " HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n"
                                    + "x".repeat(200_000))
                            .getBytes(US_ASCII));
            await().until(() -> files(staged) == 1);
            web.cache().kill();
        }
        assertThat(files(staged)).isEqualTo(1);
        web.cache().start();
        assertThat(files(staged)).isZero();
        HttpResponse<String> answer = web.post(messages, "afterwards");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(header(answer, "weir-offset")).isEqualTo("0");
        assertThat(web.values(topic)).containsExactly("afterwards");
    }

    private static long files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
