package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Values that are told by what has changed. */
@Timeout(300)
class DeltaTest {
    private static final String DELTA = "/topics/t/messages?delta=json-patch";
    private static final String ABOUT = "{\"name\": \"something that stays as it is\", \"count\": ";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @SuppressWarnings("NullAway.Init")
    private FakeUpstreams.Copy copy;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
        web.upstreams.addTopic("t", 1);
        copy = web.upstreams.follow("t", 0, 0, Map.of());
        copy.view(0, -1);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void afterTheFirstValueOfAKeyAReaderIsSentWhatHasChanged() {
        copy.append(batch().add(1, "a", ABOUT + "1}", "h", "x")
                .add(2, "b", ABOUT + "5}")
                .add(3, "a", ABOUT + "2}", "h", "y")
                .add(4, "a", "{}")
                .at(0));
        List<JsonNode> lines =
                Lines.all(web.get(DELTA + "&format=ndjson&until=now").body());
        assertThat(lines.get(0).get("value").get("count").asInt()).isEqualTo(1);
        assertThat(lines.get(1).get("value").get("count").asInt()).isEqualTo(5);
        JsonNode patch = lines.get(2);
        assertThat(patch.has("value")).isFalse();
        assertThat(patch.get("key").asText()).isEqualTo("a");
        assertThat(patch.get("offset").asInt()).isEqualTo(2);
        assertThat(patch.get("headers").get("h").asText()).isEqualTo("y");
        assertThat(PatchApplied.to(lines.get(0).get("value"), patch.get("patch")))
                .isEqualTo(Lines.json(ABOUT + "2}"));
        assertThat(lines.get(3).get("value")).as("that is shorter").isEqualTo(Lines.json("{}"));
        assertThat(web.meters.get("weir.web.patches").counter().count()).isEqualTo(1);
    }

    @Test
    void aTombstoneAndComingBackBeginAnew() throws IOException {
        copy.append(batch().add(1, "a", ABOUT + "1}").add(2, "a", ABOUT + "2}").at(0));
        String id;
        try (var events = new Events(web, DELTA, "")) {
            assertThat(events.next().name()).isEqualTo("message");
            Events.Event patch = events.next();
            assertThat(patch.name()).isEqualTo("patch");
            assertThat(Lines.json(patch.data()).get("patch"))
                    .isEqualTo(Lines.json("[{\"op\":\"replace\",\"path\":\"/count\",\"value\":2}]"));
            assertThat(events.next().name()).isEqualTo("caught-up");
            copy.append(batch().add(3, "a", null).add(4, "a", ABOUT + "3}").at(2));
            assertThat(events.next().name()).isEqualTo("tombstone");
            assertThat(events.next().name()).isEqualTo("message");
            assertThat(web.meters.get("weir.web.delta.bytes").gauge().value()).isPositive();
            id = events.id();
        }
        copy.append(batch().add(5, "a", ABOUT + "4}").add(6, "a", ABOUT + "5}").at(4));
        try (var events = new Events(web, DELTA, id)) {
            assertThat(events.next().name()).isEqualTo("message");
            assertThat(events.next().name()).isEqualTo("patch");
        }
        copy.append(batch().add(7, "a", "1").at(6)); // so that the last one is found to have left
        await().until(() -> web.readers() == 0);
        await().until(() -> web.meters.get("weir.web.delta.bytes").gauge().value() == 0);
    }

    @Test
    void whatAFilterLeavesOutIsNotWhatPatchesBeginFrom() {
        copy.append(batch().add(1, "a", ABOUT + "1}", "r", "eu")
                .add(2, "a", ABOUT + "2}", "r", "us")
                .add(3, "a", ABOUT + "3}", "r", "eu")
                .at(0));
        List<JsonNode> lines = Lines.all(
                web.get(DELTA + "&format=ndjson&until=now&header.r=eu").body());
        assertThat(PatchApplied.to(lines.get(0).get("value"), lines.get(1).get("patch")))
                .isEqualTo(Lines.json(ABOUT + "3}"));
    }

    @Test
    void itIsForStreamsOfReadableValues() {
        assertThat(web.get(DELTA).body()).contains("a page has no messages before it");
        assertThat(web.get(DELTA + "&format=sse&payload=base64").statusCode()).isEqualTo(400);
        assertThat(web.get("/topics/t/messages?delta=merge").body()).contains("must be one of json-patch");
    }
}
