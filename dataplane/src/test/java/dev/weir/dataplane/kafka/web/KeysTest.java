package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compacted topics, in which the latest message of a key is what counts. */
@Timeout(300)
class KeysTest {
    private static final String LINES = "/topics/t/messages?format=ndjson";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void theLatestValueOfAKeyIsGivenAsItIs() {
        FakeUpstreams.Copy[] copies = compacted(2);
        copies[1].append(batch().add(1, "a/ä", "{\"n\":1}")
                .add(2, "b", "text")
                .add(3, "a/ä", "{\"n\":2}")
                .add(4, "c", "<x/>", "content-type", "application/xml")
                .at(0));
        HttpResponse<String> json = web.get("/topics/t/messages/a%2F%C3%A4");
        assertThat(json.body()).isEqualTo("{\"n\":2}");
        assertThat(json.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json.headers().firstValue("etag")).hasValue("\"1-2\"");
        assertThat(json.headers().firstValue("weir-offset")).hasValue("2");
        assertThat(web.get("/topics/t/messages/b").headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
        assertThat(web.get("/topics/t/messages/c").headers().firstValue("content-type"))
                .hasValue("application/xml");
    }

    @Test
    void theBindingSaysWhatValuesAreThatDoNotSayItThemselves() {
        web.upstreams.addTopic("xml", 1);
        FakeUpstreams.Copy copy = web.upstreams.follow("xml", 0, 0, Map.of("cleanup.policy", "compact"));
        copy.append(batch().add(1, "a", "<x/>")
                .add(2, "b", "{}", "content-type", "application/json")
                .at(0));
        assertThat(web.get("/topics/xml/messages/a").headers().firstValue("content-type"))
                .hasValue("text/xml; charset=utf-8");
        assertThat(web.get("/topics/xml/messages/b").headers().firstValue("content-type"))
                .hasValue("application/json");
    }

    @Test
    void aKeyThatWasNeverThereIsNotFoundAndADeletedOneGone() {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(1, "a", "1").add(2, "a", null).at(0));
        assertThat(web.get("/topics/t/messages/b").statusCode()).isEqualTo(404);
        HttpResponse<String> gone = web.get("/topics/t/messages/a");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).contains("deleted by the message at offset 1 of partition 0");
        copy.append(batch().add(3, "a", "2").at(2));
        assertThat(web.get("/topics/t/messages/a").body()).isEqualTo("2");
    }

    @Test
    void ofSeveralPartitionsTheLatestTimeCounts() {
        FakeUpstreams.Copy[] copies = compacted(2);
        copies[0].append(batch().add(9, "a", "new").at(0));
        copies[1].append(batch().add(5, "x", "-").add(6, "a", "old").at(0));
        assertThat(web.get("/topics/t/messages/a").body()).isEqualTo("new");
    }

    @Test
    void whoeverKnowsTheValueWaitsForAnother() throws Exception {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(1, "a", "1").at(0));
        assertThat(web.get("/topics/t/messages/a", "If-None-Match", "\"0-0\"").statusCode())
                .isEqualTo(304);
        var waiting = CompletableFuture.supplyAsync(
                () -> web.get("/topics/t/messages/a", "If-None-Match", "\"0-0\"", "Prefer", "respond-async, wait=60"));
        copy.append(batch().add(2, "b", "1").at(1));
        copy.append(batch().add(3, "a", "2").at(2));
        assertThat(waiting.get().body()).isEqualTo("2");
        assertThat(web.get("/topics/t/messages/a", "If-None-Match", "\"0-2\"", "Prefer", "wait=0")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void whatWasReadUpstreamIsFoundAlthoughTheCopyHereHasNotComeSoFar() {
        web.relay.answer(new BrokerWith(
                web.upstreams.addTopic("t", 1),
                "compact",
                batch().add(1, "a", "1").add(2, "b", "2").at(0),
                0,
                2));
        assertThat(web.get("/topics/t/messages/b").body()).isEqualTo("2");

        FakeUpstreams.Copy copy = web.upstreams.follow("t", 0, 0, Map.of("cleanup.policy", "compact"));
        copy.view(0, 2);
        copy.warm(false);

        assertThat(web.get("/topics/t/messages/b").body()).isEqualTo("2");
        copy.append(batch().add(1, "a", "1").at(0));
        assertThat(web.get("/topics/t/messages/b").body()).isEqualTo("2");
    }

    @Test
    void keysOfATopicThatIsNotCompactedAreNotLookedUp() {
        web.upstreams.addTopic("t", 1);
        web.upstreams.follow("t", 0).view(0, -1);
        HttpResponse<String> answer = web.get("/topics/t/messages/a");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("is not compacted").contains("/topics/t/messages?key=");
    }

    @Test
    void aReaderIsSparedThoseThatWereReplaced() {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(1, "a", "1")
                .add(2, "b", "2")
                .add(3, "a", "3")
                .add(4, null, "4")
                .at(0));
        web.get("/topics/t/messages/a"); // so that the keys are known
        assertThat(Lines.places(web.get(LINES).body())).containsExactly("0:1", "0:2", "0:3");
        assertThat(Lines.places(web.get(LINES + "&conflate=false").body())).hasSize(4);
        assertThat(web.meters
                        .get("weir.web.messages")
                        .tag("result", "replaced")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatWasReplacedByWhatNoFilterTakesIsVoidAllTheSame() {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(1, "a", "1", "region", "eu")
                .add(2, "a", "2", "region", "us")
                .at(0));
        web.get("/topics/t/messages/a");
        assertThat(Lines.places(web.get(LINES + "&header.region=eu").body()))
                .as("what it says is no longer so")
                .isEmpty();
    }

    @Test
    void aSlowReaderIsSentTheNewestOfWhatItHasNotTakenYet() throws IOException {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(0, "warm", "-").at(0));
        web.get("/topics/t/messages/warm");
        String large = "x".repeat(20_000);
        try (var events = new Events(web, "/topics/t/messages", "")) {
            events.next();
            assertThat(events.next().name()).isEqualTo("caught-up");
            int updates = 2_000;
            for (int i = 1; i <= updates; i++) {
                copy.append(batch().add(i, "a", i + large).at(i));
            }
            int received = 0;
            String last = "";
            while (!last.startsWith(updates + "x")) {
                last = Lines.json(events.next().data()).get("text").asText();
                received++;
            }
            assertThat(received)
                    .as("40 MB that nobody reads do not all fit between here and there")
                    .isLessThan(updates);
        }
    }

    @Test
    void whatIsKnownOfALogThatWasCutBackIsForgotten() throws Exception {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(1, "a", "1").at(0));
        copy.append(batch().add(2, "a", "lost").at(1));
        assertThat(web.get("/topics/t/messages/a").body()).isEqualTo("lost");
        copy.log().truncateTo(1);
        copy.append(batch().add(3, "b", "instead").at(1));
        await().untilAsserted(
                        () -> assertThat(web.get("/topics/t/messages/a").body()).isEqualTo("1"));
        assertThat(Lines.places(web.get(LINES).body())).containsExactly("0:0", "0:1");
    }

    private FakeUpstreams.Copy[] compacted(int partitions) {
        web.upstreams.addTopic("t", partitions);
        var copies = new FakeUpstreams.Copy[partitions];
        for (int i = 0; i < partitions; i++) {
            copies[i] = web.upstreams.follow("t", i, 0, Map.of("cleanup.policy", "compact"));
            copies[i].view(0, -1);
        }
        return copies;
    }
}
