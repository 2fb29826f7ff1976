package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of some keys of a compacted topic: what is known of keys leads to their messages. */
@Timeout(300)
class KeyStreamsTest {
    private static final String LINES = "/topics/t/messages?format=ndjson&";

    /** As long as this, no more than a hundred messages come with one read. */
    private static final String LONG = "x".repeat(1_000);

    private static final int MESSAGES = 5_000;
    private static final int KEYS = 1_000;

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    private FakeUpstreams.Copy[] copies = {};

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
        web.upstreams.addTopic("t", 2);
        copies = new FakeUpstreams.Copy[2];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = web.upstreams.follow("t", i, 0, Map.of("cleanup.policy", "compact"));
            copies[i].view(0, -1);
        }
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void whoAsksForWholeKeysReadsNoMoreThanWhereTheirLatestMessagesAre() {
        fill();
        assertThat(lookedAt("key=k17")).isBetween(1, 100);
        assertThat(lookedAt("key=k17&key=k600&key=nobody")).isBetween(2, 200);
        assertThat(lookedAt("key=nobody")).isZero();
        assertThat(lookedAt("key=k17&header.region=eu")).isBetween(1, 100);
        assertThat(lookedAt("filter=" + coded("{\"anyOf\":[{\"key\":\"k17\"},{\"key\":\"k600\"}]}")))
                .isBetween(2, 200);
        assertThat(lookedAt("key=k1?")).as("a pattern is searched for").isEqualTo(MESSAGES);
        assertThat(lookedAt("key=k17&conflate=false"))
                .as("as are those that were replaced")
                .isEqualTo(MESSAGES);
        assertThat(Lines.places(web.get(LINES + "key=k600&key=k17").body())).containsExactly("0:4017", "0:4600");
    }

    @Test
    void aStreamOfAKeyGoesOnWithWhatComesLater() throws IOException {
        fill();
        int before = lookedAt();
        try (var events = new Events(web, "/topics/t/messages?key=k17&key=later", "")) {
            assertThat(Lines.place(Lines.json(events.next().data()))).isEqualTo("0:4017");
            assertThat(events.next().name()).isEqualTo("caught-up");
            copies[0].append(batch().add(1, "k18", "1").add(1, "k17", "2").at(MESSAGES));
            assertThat(Lines.place(Lines.json(events.next().data()))).isEqualTo("0:" + (MESSAGES + 1));
            copies[1].append(batch().add(1, "later", null).at(0));
            assertThat(events.next().name()).isEqualTo("tombstone");
        }
        assertThat(lookedAt() - before).isLessThan(200);
    }

    @Test
    void whoComesAgainGetsWhatHasChangedSince() {
        fill();
        String cursor = Lines.cursor(web.get(LINES + "key=k17").body());
        copies[0].append(batch().add(1, "k18", "1").add(1, "k17", "2").at(MESSAGES));
        copies[0].append(batch().add(1, "k17", "3").at(MESSAGES + 2));
        web.get("/topics/t/messages/k17");
        String again = web.get(LINES + "key=k17&cursor=" + cursor).body();
        assertThat(Lines.places(again)).containsExactly("0:" + (MESSAGES + 2));
        assertThat(Lines.places(web.get(LINES + "cursor=" + cursor).body()))
                .as("a cursor is good for any filter")
                .containsExactly("0:" + MESSAGES, "0:" + (MESSAGES + 2));
    }

    @Test
    void whatIsSentIsWhatASearchWouldHaveFound() throws LogException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String cursor = "";
        for (int round = 0; round < 60; round++) {
            FakeUpstreams.Copy copy = copies[random.nextInt(2)];
            if (random.nextInt(4) == 0) {
                copy.log().truncateTo(Math.max(0, copy.log().endOffset() - random.nextInt(20)));
                copy.view(0, copy.log().endOffset());
                cursor = "";
            }
            write(copy, random);
            for (int i = 0; i < 4; i++) {
                Set<String> keys = keys(random);
                String from = cursor.isEmpty() || random.nextBoolean() ? "" : "&cursor=" + cursor;
                web.get("/topics/t/messages/k0"); // all that is there is known of
                String found = web.get(LINES + "key=" + String.join("&key=", keys) + from)
                        .body();
                assertThat(found)
                        .as("seed %d, round %d, %s", seed, round, keys)
                        .isEqualTo(web.get(LINES + "filter=" + coded(searching(keys)) + from)
                                .body());
                cursor = random.nextBoolean() ? Lines.cursor(found) : cursor;
            }
        }
    }

    @Test
    void nothingIsLeftOutForAKeyThatIsWrittenAllTheTime() throws InterruptedException {
        copies[0].append(batch().add(1, "other", LONG).at(0));
        web.get("/topics/t/messages/other");
        for (int i = 0; i < 200; i++) {
            var writing = Thread.startVirtualThread(next(1 + 2 * i));
            var places = Lines.places(web.get(LINES + "key=hot&key=other").body());
            if (i > 0) {
                assertThat(places)
                        .as("other, and at least the last that was hot")
                        .hasSizeGreaterThan(1)
                        .contains("0:0");
            }
            writing.join();
        }
    }

    private Runnable next(long offset) {
        return () -> copies[0].append(batch().add(1, "noise", LONG)
                .add(1, "hot", Long.toString(offset))
                .at(offset));
    }

    private void fill() {
        for (int i = 0; i < MESSAGES; i += 10) {
            Batches ten = batch();
            for (int j = i; j < i + 10; j++) {
                ten.add(j, "k" + j % KEYS, LONG, "region", "eu");
            }
            copies[0].append(ten.at(i));
        }
        web.get("/topics/t/messages/k17"); // so that the keys are known
    }

    private static void write(FakeUpstreams.Copy copy, Random random) {
        for (int i = random.nextInt(12); i > 0; i--) {
            Batches batch = batch();
            for (int j = random.nextInt(5); j >= 0; j--) {
                String value = random.nextInt(5) == 0 ? null : "\"" + LONG.substring(random.nextInt(900)) + "\"";
                batch.add(1, random.nextInt(20) == 0 ? null : "k" + random.nextInt(12), value);
            }
            copy.append(batch.at(copy.log().endOffset()));
        }
    }

    private static Set<String> keys(Random random) {
        var keys = new HashSet<String>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            keys.add("k" + random.nextInt(14));
        }
        return keys;
    }

    /** The same, told in a way that says nothing of whole keys. */
    private static String searching(Set<String> keys) {
        List<String> each = keys.stream()
                .map(key -> "{\"not\":{\"not\":{\"key\":\"" + key + "\"}}}")
                .toList();
        return "{\"anyOf\":[" + String.join(",", each) + "]}";
    }

    /** How many messages are looked at to answer. */
    private int lookedAt(String query) {
        int before = lookedAt();
        assertThat(web.get(LINES + query).statusCode()).isEqualTo(200);
        return lookedAt() - before;
    }

    private int lookedAt() {
        return (int) web.meters.get("weir.web.messages").counters().stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    private static String coded(String filter) {
        return URLEncoder.encode(filter, UTF_8);
    }
}
