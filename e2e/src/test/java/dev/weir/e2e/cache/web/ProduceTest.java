package dev.weir.e2e.cache.web;

import static dev.weir.e2e.cache.web.WebClient.header;
import static dev.weir.e2e.cache.web.WebClient.json;
import static dev.weir.e2e.cache.web.WebClient.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.Commands;
import dev.weir.e2e.host.RequiresProgram;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** What is written over HTTP is what the broker then has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProduceTest {
    private static final int PARTITIONS = 3;

    private final Site site = Site.start();
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
        site.kafka().createTopic(topic, PARTITIONS, Map.of("max.message.bytes", "4000000"));
    }

    @Test
    void aMessageIsWrittenWithAllThatIsSaidOfIt() {
        HttpResponse<String> answer = web.post(
                messages + "?key=k%C3%A4&partition=2&header.Region=eu&header.Region=us&headerBase64.raw=/wA=",
                "{\"n\": 1}",
                "Content-Type",
                "application/json",
                "Weir-Timestamp",
                "2026-01-31T12:00:00Z",
                "Weir-Header-Hop",
                "a");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(json(answer))
                .isEqualTo(json("{\"topic\":\"" + topic + "\",\"partition\":2,\"offset\":0,"
                        + "\"timestamp\":\"2026-01-31T12:00:00Z\"}"));
        assertThat(header(answer, "weir-partition")).isEqualTo("2");
        assertThat(header(answer, "weir-offset")).isEqualTo("0");
        assertThat(web.written(topic)).singleElement().satisfies(seen -> {
            assertThat(text(seen.key())).isEqualTo("kä");
            assertThat(text(seen.value())).isEqualTo("{\"n\": 1}");
            assertThat(seen.timestamp()).isEqualTo(1_769_860_800_000L);
            assertThat(seen.headers())
                    .containsExactly(
                            new Seen.Header("Region", Bytes.wrap("eu".getBytes(UTF_8))),
                            new Seen.Header("Region", Bytes.wrap("us".getBytes(UTF_8))),
                            new Seen.Header("raw", Bytes.wrap(new byte[] {-1, 0})),
                            new Seen.Header("hop", Bytes.wrap("a".getBytes(UTF_8))),
                            new Seen.Header("content-type", Bytes.wrap("application/json".getBytes(UTF_8))));
        });
        await().untilAsserted(() -> assertThat(json(web.get(header(answer, "location")))
                        .get("messages")
                        .findValuesAsText("key"))
                .containsExactly("kä"));
    }

    @Test
    void keysAndValuesMayBeAnyBytes() {
        var bytes = new byte[] {0, -1, '\n', 13, -128};
        String key = Base64.getEncoder().encodeToString(new byte[] {-2, 0});
        assertThat(web.send("POST", messages, BodyPublishers.ofByteArray(bytes), "Weir-Key-Base64", key)
                        .statusCode())
                .isEqualTo(201);
        assertThat(web.post(messages + "?key=", "").statusCode()).isEqualTo(201);
        assertThat(web.written(topic))
                .extracting(Seen::key)
                .containsExactlyInAnyOrder(Bytes.wrap(new byte[] {-2, 0}), Bytes.wrap(new byte[0]));
        assertThat(web.written(topic))
                .extracting(Seen::value)
                .containsExactlyInAnyOrder(Bytes.wrap(bytes), Bytes.wrap(new byte[0]));
    }

    @Test
    void aLongMessageWhoseLengthNobodyKnowsIsWrittenWhole() {
        var bytes = new byte[3_333_333];
        new Random(6).nextBytes(bytes);
        HttpResponse<String> answer =
                web.send("POST", messages, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(web.written(topic)).extracting(Seen::value).containsExactly(Bytes.wrap(bytes));
        assertThat(web.cache().metric("weir_web_staged_bytes")).isZero();
    }

    @Test
    void manyWriteAtTheSameTime() throws Exception {
        int writers = 40;
        int each = 25;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            var tasks = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < writers * each; i++) {
                String value = "v-" + i + "x".repeat(i * 20);
                tasks.add(() ->
                        web.post(messages + "?key=" + value.hashCode(), value).statusCode());
            }
            for (Future<Integer> status : threads.invokeAll(tasks)) {
                assertThat(status.get()).isEqualTo(201);
            }
        }
        assertThat(web.values(topic))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, writers * each)
                        .mapToObj(i -> "v-" + i + "x".repeat(i * 20))
                        .toList());
        assertThat(web.cache().metric("weir_web_uploads")).isZero();
    }

    @Test
    @RequiresProgram("curl")
    void curlWritesOverEitherVersion() {
        for (String version : List.of("--http1.1", "--http2-prior-knowledge")) {
            byte[] answer = Commands.run(
                    null,
                    List.of(
                            "curl",
                            "-sS",
                            "--fail",
                            version,
                            "-d",
                            "by curl",
                            web.cache().web(messages + "?key=c").toString()));
            assertThat(json(new String(answer, UTF_8)).get("offset").isIntegralNumber())
                    .isTrue();
        }
        assertThat(web.written(topic)).hasSize(2).allSatisfy(seen -> {
            assertThat(text(seen.value())).isEqualTo("by curl");
            assertThat(seen.headers()).isEmpty();
        });
    }

    @Test
    void whoDoesNotWaitAsksLater() {
        HttpResponse<String> answer = web.post(messages, "later", "Prefer", "respond-async");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(header(answer, "preference-applied")).isEqualTo("respond-async");
        HttpResponse<String> came = web.get(header(answer, "location"), "Prefer", "wait=60");
        assertThat(came.statusCode()).as(came.body()).isEqualTo(200);
        assertThat(json(came).get("offset").asLong()).isZero();
        assertThat(web.values(topic)).containsExactly("later");
        assertThat(web.get("/topics/" + topic + "/productions/none").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsReadCanBeWrittenElsewhere() {
        web.post(messages + "?key=a&header.h=1&partition=1", "{\"deep\": [1, {\"x\": \"\\u00e4\"}]}");
        web.post(messages + "?headerBase64.h=/w==&partition=1", "text, not JSON");
        web.send("POST", messages + "?partition=0", BodyPublishers.ofByteArray(new byte[] {-1, -2}));
        String copy = topic + "-copy";
        site.kafka().createTopic(copy, PARTITIONS, Map.of());
        await().untilAsserted(() ->
                assertThat(web.get(messages + "?format=ndjson").body().lines()).hasSize(4));
        HttpResponse<String> answer = web.post(
                "/topics/" + copy + "/messages",
                web.get(messages + "?format=ndjson").body(),
                "Content-Type",
                "application/x-ndjson");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body().lines().map(line -> json(line).get("line").asInt()))
                .containsExactly(1, 2, 3);
        assertThat(web.written(copy)).isEqualTo(web.written(topic));
    }

    @Test
    void aLineThatIsWrongEndsABatchAndIsTold() {
        String lines = """
            {"key": "a", "value": 1}

            {"key": "b", "value": {"n": 2}, "tombstone": true}
            {"key": "c", "value": 3}
            """;
        HttpResponse<String> answer = web.post(messages, lines, "Content-Type", "application/x-ndjson");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("line").asInt()).isEqualTo(3);
        assertThat(json(answer).get("detail").asText()).contains("line 3").contains("exactly one of value");
        assertThat(json(answer).get("acknowledged").findValuesAsText("line")).containsExactly("1");
        assertThat(web.values(topic)).containsExactly("1");
    }

    @Test
    void aBatchOfManyLinesIsWrittenInTheirOrder() {
        int count = 5_000;
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"partition\":1,\"text\":\"m-").append(i).append("\"}\n");
        }
        HttpResponse<String> answer = web.send(
                "POST",
                messages,
                BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(lines.toString().getBytes(UTF_8))),
                "Content-Type",
                "application/x-ndjson");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body().lines()).hasSize(count);
        assertThat(web.values(topic))
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "m-" + i).toList());
    }
}
