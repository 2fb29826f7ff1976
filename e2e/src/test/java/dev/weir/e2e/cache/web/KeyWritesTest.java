package dev.weir.e2e.cache.web;

import static dev.weir.e2e.cache.web.WebClient.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.site.Site;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Keys of compacted topics are written, replaced and deleted, if they are what the writer takes them for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyWritesTest {
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
        site.kafka().createTopic(topic, 3, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void aKeyIsWrittenReplacedAndDeleted() {
        HttpResponse<String> put = web.put(messages + "/c%2F1", "{\"n\":1}", "Content-Type", "application/vnd.n+json");
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        await().untilAsserted(() -> {
            HttpResponse<String> read = web.get(messages + "/c%2F1");
            assertThat(read.body()).isEqualTo("{\"n\":1}");
            assertThat(header(read, "content-type")).isEqualTo("application/vnd.n+json");
            assertThat(header(read, "etag")).isEqualTo(header(put, "etag"));
        });
        HttpResponse<String> deleted = web.send("DELETE", messages + "/c%2F1", BodyPublishers.noBody());
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(web.get(messages + "/c%2F1").statusCode()).isEqualTo(410));
        assertThat(web.values(topic)).containsExactly("{\"n\":1}", "null");
    }

    @Test
    void onlyWhatIsStillAsItWasReadIsReplaced() {
        String key = messages + "/k";
        assertThat(web.put(key, "0", "If-Match", "*").statusCode()).isEqualTo(412);
        HttpResponse<String> first = web.put(key, "1", "If-None-Match", "*");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        HttpResponse<String> again = web.put(key, "0", "If-None-Match", "*");
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(header(again, "etag")).isEqualTo(header(first, "etag"));
        HttpResponse<String> second = web.put(key, "2", "If-Match", header(first, "etag"));
        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(web.put(key, "0", "If-Match", header(first, "etag")).statusCode())
                .isEqualTo(412);
        assertThat(web.send("DELETE", key, BodyPublishers.noBody(), "If-Match", header(first, "etag"))
                        .statusCode())
                .isEqualTo(412);
        assertThat(web.send("DELETE", key, BodyPublishers.noBody(), "If-Match", header(second, "etag"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(web.put(key, "3", "If-None-Match", "*").statusCode()).isEqualTo(201);
        assertThat(web.put(key, "0", "If-None-Match", "\"0-1\"").statusCode()).isEqualTo(400);
        assertThat(web.values(topic)).containsExactly("1", "2", "null", "3");
    }

    @Test
    void whoRepeatsARequestIsNotToldThatTheFirstOneCameBetween() {
        String key = messages + "/k";
        HttpResponse<String> first = web.put(key, "1", "If-None-Match", "*", "Idempotency-Key", topic);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        HttpResponse<String> again = web.put(key, "1", "If-None-Match", "*", "Idempotency-Key", topic);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
        assertThat(header(again, "idempotency-replayed")).isEqualTo("true");
        assertThat(header(again, "etag")).isEqualTo(header(first, "etag"));
        assertThat(web.values(topic)).containsExactly("1");
    }

    @Test
    void ofManyWhoReplaceTheSameOneDoes() throws Exception {
        String key = messages + "/k";
        String tag = header(web.put(key, "first"), "etag");
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int round = 0; round < 5; round++) {
                String known = tag;
                Callable<HttpResponse<String>> write = () -> web.put(key, "next", "If-Match", known);
                var won = new ArrayList<HttpResponse<String>>();
                for (Future<HttpResponse<String>> each : threads.invokeAll(Collections.nCopies(16, write))) {
                    if (each.get().statusCode() == 200) {
                        won.add(each.get());
                    } else {
                        assertThat(each.get().statusCode()).isEqualTo(412);
                    }
                }
                assertThat(won).hasSize(1);
                tag = header(won.getFirst(), "etag");
            }
        }
        assertThat(web.values(topic)).hasSize(6);
    }

    @Test
    void keysOfATopicThatIsNotCompactedAreNotReplaced() {
        site.kafka().createTopic(topic + "-plain", 1, Map.of());
        HttpResponse<String> answer = web.put("/topics/" + topic + "-plain/messages/k", "1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("is not compacted").contains("?key=");
        assertThat(web.written(topic + "-plain")).isEqualTo(List.of());
    }
}
