package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.kafka.wire.TestRecords;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that do not end. */
@Timeout(300)
class StreamTest {
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
    void eventsCarryACursorAndTombstonesAreEventsOfTheirOwn() throws IOException {
        FakeUpstreams.Copy copy = topic(1)[0];
        copy.append(batch().add(1, "a", "{\"n\":\n1}").add(2, "a", null).at(0));
        try (var events = new Events(web, "/topics/t/messages", "")) {
            Events.Event first = events.next();
            assertThat(first.name()).isEqualTo("message");
            assertThat(first.data())
                    .isEqualTo("{\"partition\":0,\"offset\":0,\"timestamp\":\"1970-01-01T00:00:00.001Z\",\"key\":\"a\","
                            + "\"value\":{\"n\": 1}}");
            Events.Event second = events.next();
            assertThat(second.name()).isEqualTo("tombstone");
            assertThat(second.data()).contains("\"tombstone\":true");
            assertThat(events.next().name()).isEqualTo("caught-up");
            copy.append(batch().add(3, "b", "x").at(2));
            assertThat(events.next().data()).contains("\"text\":\"x\"");
        }
        await().until(() -> web.readers() == 0);
    }

    @Test
    void aReaderThatComesBackGetsWhatItMissedAndNothingTwice() throws IOException {
        FakeUpstreams.Copy[] copies = topic(3);
        String last;
        try (var events = new Events(web, "/topics/t/messages", "")) {
            assertThat(events.next().name()).isEqualTo("caught-up");
            copies[0].append(TestRecords.batch(0, 3));
            assertThat(List.of(place(events), place(events))).containsExactly("0:0", "0:1");
            last = events.id();
        }
        copies[2].append(TestRecords.batch(0, 1));
        try (var events = new Events(web, "/topics/t/messages", last)) {
            assertThat(List.of(place(events), place(events))).containsExactly("2:0", "0:2");
            assertThat(events.next().name()).isEqualTo("caught-up");
            copies[1].append(TestRecords.batch(0, 1));
            assertThat(place(events)).isEqualTo("1:0");
        }
    }

    @Test
    void aSlowReaderHoldsBackNoneButItself() throws IOException {
        FakeUpstreams.Copy copy = topic(1)[0];
        for (int i = 0; i < 64; i++) {
            copy.append(TestRecords.large(i, 500_000));
        }
        try (var slow = new Socket(InetAddress.getLoopbackAddress(), web.port());
                var quick = new Events(web, "/topics/t/messages", "")) {
            slow.getOutputStream()
                    .write("GET /topics/t/messages?format=sse HTTP/1.1\r\nHost: a\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 64; i++) {
                assertThat(place(quick)).isEqualTo("0:" + i);
            }
            InputStream in = slow.getInputStream();
            byte[] all = in.readNBytes(64 * 500_000);
            assertThat(new String(all, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 OK");
        }
        await().until(() -> web.readers() == 0);
    }

    @Test
    void headOfAStreamEnds() {
        topic(1)[0].append(TestRecords.batch(0, 1));
        HttpRequest head = HttpRequest.newBuilder(web.uri("/topics/t/messages?format=sse"))
                .HEAD()
                .build();
        assertThat(web.send(head).headers().firstValue("content-type")).hasValue("text/event-stream");
        await().until(() -> web.readers() == 0);
        assertThat(web.get("/topics").statusCode()).isEqualTo(200);
    }

    @Test
    void aGapIsTold() throws Exception {
        FakeUpstreams.Copy copy = topic(1)[0];
        copy.append(TestRecords.batch(0, 1));
        try (var events = new Events(web, "/topics/t/messages", "")) {
            assertThat(place(events)).isEqualTo("0:0");
            assertThat(events.next().name()).isEqualTo("caught-up");
            copy.log().truncateFullyAndStartAt(10);
            copy.view(10, 10);
            web.relay.answer(new UpstreamAt(10));
            copy.append(TestRecords.batch(10, 1));
            Events.Event gap = events.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.data()).isEqualTo("{\"partition\":0,\"from\":1,\"to\":10}");
            assertThat(place(events)).isEqualTo("0:10");
        }
    }

    @Test
    void whenTheTopicIsDeletedTheReaderIsTold() throws IOException {
        FakeUpstreams.Copy copy = topic(1)[0];
        copy.append(TestRecords.batch(0, 1));
        try (var events = new Events(web, "/topics/t/messages", "")) {
            assertThat(place(events)).isEqualTo("0:0");
            assertThat(events.next().name()).isEqualTo("caught-up");
            web.upstreams.delete("t");
            copy.append(TestRecords.batch(1, 1)); // as when the follower ends
            Events.Event problem = events.next();
            assertThat(problem.name()).isEqualTo("problem");
            assertThat(problem.data()).contains("the topic was deleted");
        }
    }

    @Test
    void whenTheListenerIsDrainedReadersAreLetGoWithACursor() throws Exception {
        topic(1)[0].append(TestRecords.batch(0, 1));
        try (var events = new Events(web, "/topics/t/messages", "")) {
            assertThat(place(events)).isEqualTo("0:0");
            assertThat(events.next().name()).isEqualTo("caught-up");
            String before = events.id();
            web.drain();
            assertThatIOException().isThrownBy(events::next).withMessage("the stream has ended");
            assertThat(events.id()).isEqualTo(before);
        }
    }

    private static String place(Events events) throws IOException {
        return Lines.place(Lines.json(events.next().data()));
    }

    private FakeUpstreams.Copy[] topic(int partitions) {
        web.upstreams.addTopic("t", partitions);
        var copies = new FakeUpstreams.Copy[partitions];
        for (int i = 0; i < partitions; i++) {
            copies[i] = web.upstreams.follow("t", i);
            copies[i].view(0, -1);
        }
        return copies;
    }
}
