package dev.weir.e2e.cache.web;

import static dev.weir.e2e.cache.web.WebClient.header;
import static dev.weir.e2e.cache.web.WebClient.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Site;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Who repeats a request writes once; who asks for a reply gets the one that is meant. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedWritesTest {
    private final Site site = Site.start();
    private final WebClient web = new WebClient(site);
    private String topic = "";
    private String messages = "";

    @AfterAll
    void close() {
        site.close();
    }

    @BeforeEach
    void someTopics(TestInfo test) {
        topic = "story-" + test.getTestMethod().orElseThrow().getName();
        messages = "/topics/" + topic + "/messages";
        site.kafka().createTopic(topic, 2, Map.of());
        site.kafka().createTopic(topic + "-replies", 2, Map.of());
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerAndWritesNothing() {
        HttpResponse<String> first = web.post(messages, "once", "Idempotency-Key", topic);
        HttpResponse<String> second = web.post(messages, "once", "Idempotency-Key", topic);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "idempotency-replayed")).isEqualTo("true");
        HttpResponse<String> other = web.post(messages, "twice", "Idempotency-Key", topic);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("urn:weir:problem:key-reused");
        assertThat(web.values(topic)).containsExactly("once");
    }

    @Test
    void ofRequestsThatAreRepeatedAtTheSameTimeOneWrites() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            Callable<String> write = () -> web.post(messages, "x".repeat(300_000), "Idempotency-Key", topic)
                    .body();
            var answers = new HashSet<String>();
            for (Future<String> each : threads.invokeAll(Collections.nCopies(12, write))) {
                answers.add(each.get());
            }
            assertThat(answers).hasSize(1);
        }
        assertThat(web.values(topic)).hasSize(1);
    }

    @Test
    void whatWasNotWrittenCanBeTriedAgainWithTheSameKey() {
        String missing = messages + "?partition=7";
        assertThat(web.post(missing, "v", "Idempotency-Key", topic).statusCode())
                .isEqualTo(400);
        assertThat(web.post(messages, "v", "Idempotency-Key", topic).statusCode())
                .isEqualTo(201);
    }

    @Test
    void theReplyWithTheSameCorrelationIdIsTheAnswer() throws Exception {
        var asked = CompletableFuture.supplyAsync(
                () -> web.post(messages + "?reply-to=" + topic + "-replies", "question", "Prefer", "wait=60"));
        await().until(() -> !web.written(topic).isEmpty());
        Seen question = web.written(topic).getFirst();
        assertThat(value(question, "reply-to")).isEqualTo(topic + "-replies");
        String id = value(question, "correlation-id");
        reply("not-" + id, "wrong");
        assertThat(asked).isNotDone();
        reply(id, "{\"answer\":42}");
        HttpResponse<String> answer = asked.get();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"answer\":42}");
        assertThat(header(answer, "content-type")).isEqualTo("application/json");
        assertThat(header(answer, "weir-correlation-id")).isEqualTo(id);
    }

    @Test
    void aReplyThatDoesNotComeIsTold() {
        HttpResponse<String> answer = web.post(
                messages + "?reply-to=" + topic + "-replies&correlation-id=mine", "question", "Prefer", "wait=1");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("urn:weir:problem:no-reply").contains("was written at offset 0");
        assertThat(value(web.written(topic).getFirst(), "correlation-id")).isEqualTo("mine");
        assertThat(web.post(messages + "?reply-to=nowhere", "question").statusCode())
                .isEqualTo(404);
        assertThat(web.written(topic)).hasSize(1);
    }

    @Test
    void whoDoesNotWaitForAReplyAsksForItLater() {
        HttpResponse<String> begun = web.post(
                messages,
                "question",
                "Prefer",
                "respond-async, wait=60",
                "Weir-Reply-To",
                topic + "-replies",
                "Weir-Correlation-Id",
                "id-1");
        assertThat(begun.statusCode()).isEqualTo(202);
        String status = header(begun, "location");
        assertThat(web.get(status).statusCode()).isEqualTo(202);
        await().until(() -> !web.written(topic).isEmpty());
        reply("id-1", "late");
        HttpResponse<String> answer = web.get(status, "Prefer", "wait=60");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("late");
    }

    private void reply(String id, String value) {
        try (var writer = Writer.open(site.broker(), Map.of())) {
            var message = new ProducerRecord<byte[], byte[]>(topic + "-replies", value.getBytes(UTF_8));
            message.headers().add("correlation-id", id.getBytes(UTF_8));
            writer.send(message);
        }
    }

    private static String value(Seen message, String header) {
        return message.headers().stream()
                .filter(each -> each.name().equals(header))
                .map(each -> text(each.value()))
                .findFirst()
                .orElse("(none)");
    }
}
