package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.kafka.wire.TestRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines that never end, for those who ask for them with Accept. */
@Timeout(300)
class LiveLinesTest {
    private static final String TARGET = "/topics/t/messages?until=never";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @SuppressWarnings("NullAway.Init")
    private FakeUpstreams.Copy copy;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
        web.upstreams.addTopic("t", 1);
        copy = web.upstreams.follow("t", 0);
        copy.view(0, -1);
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        web.close();
    }

    @Test
    void whatComesIsToldAsItComes() throws Exception {
        copy.append(TestRecords.batch(0, 1));
        try (var lines = lines(TARGET)) {
            assertThat(Lines.place(next(lines))).isEqualTo("0:0");
            assertThat(next(lines).get("event").asText()).isEqualTo("caught-up");
            copy.append(TestRecords.batch(1, 1));
            assertThat(Lines.place(next(lines))).isEqualTo("0:1");
        }
        await().until(() -> web.readers() == 0);
    }

    @Test
    void aGapAndWhatEndsItAreToldAsLines() throws Exception {
        copy.append(TestRecords.batch(0, 1));
        try (var lines = lines(TARGET)) {
            next(lines);
            next(lines);
            copy.log().truncateFullyAndStartAt(10);
            copy.view(10, 10);
            web.relay.answer(new UpstreamAt(10));
            copy.append(TestRecords.batch(10, 1));
            JsonNode gap = next(lines);
            assertThat(gap.get("event").asText()).isEqualTo("gap");
            assertThat(gap.get("gap")).isEqualTo(Lines.json("{\"partition\":0,\"from\":1,\"to\":10}"));
            assertThat(Lines.place(next(lines))).isEqualTo("0:10");
            web.upstreams.delete("t");
            copy.append(TestRecords.batch(11, 1)); // as when the follower ends
            JsonNode problem = next(lines);
            assertThat(problem.get("event").asText()).isEqualTo("problem");
            assertThat(problem.get("problem").get("status").asInt()).isEqualTo(410);
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void whereNothingPassesAHeartbeatTellsHowFarTheReaderIs() throws Exception {
        try (var lines = lines(TARGET + "&key=mine");
                var events = new Events(web, "/topics/t/messages?key=mine", "")) {
            String before = next(lines).get("cursor").asText();
            assertThat(events.next().name()).isEqualTo("caught-up");
            assertThat(events.id()).isEqualTo(before);
            copy.append(batch().add(1, "other", "1").add(2, "other", "2").at(0));
            String after = before;
            while (after.equals(before)) {
                JsonNode heartbeat = next(lines);
                assertThat(heartbeat.get("event").asText()).isEqualTo("heartbeat");
                after = heartbeat.get("cursor").asText();
            }
            String told = before;
            while (told.equals(before)) { // browsers take note of it, and proxies see that somebody is there
                told = events.heartbeat();
            }
            assertThat(told).isEqualTo(after);
            copy.append(batch().add(3, "mine", "3").at(2));
            assertThat(Lines.place(Lines.json(events.next().data()))).isEqualTo("0:2");
            assertThat(Lines.places(web.get("/topics/t/messages?format=ndjson&cursor=" + after)
                            .body()))
                    .containsExactly("0:2");
        }
    }

    private BufferedReader lines(String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(web.uri(target))
                .header("Accept", "application/x-ndjson")
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        assertThat(line).isNotNull();
        return Lines.json(line);
    }
}
