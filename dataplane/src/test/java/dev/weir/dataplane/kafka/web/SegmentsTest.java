package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.kafka.log.LogStoreSettings;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers who ask for few messages of many are spared segments in which there are none. */
@Timeout(300)
class SegmentsTest {
    private static final LogStoreSettings SMALL_SEGMENTS = new LogStoreSettings(
            3_000,
            0,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Duration.ofHours(1),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            1,
            4L << 20,
            2,
            Duration.ofMinutes(10),
            false);

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder, SMALL_SEGMENTS, ServerSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void segmentsInWhichNothingCanPassAreReadOnce() {
        FakeUpstreams.Copy copy = topic("t", Map.of());
        for (int i = 0; i < 400; i++) {
            copy.append(batch().add(i, "k" + i / 100, "x".repeat(100), "region", i < 100 ? "eu" : "us")
                    .at(i));
        }
        int segments = copy.log().segments();
        assertThat(segments).isGreaterThan(10);
        assertThat(read("t", "{\"key\":\"nobody\"}")).isEmpty();
        assertThat(skipped()).as("nobody knew what is in them").isZero();
        assertThat(filtered()).isEqualTo(400);
        assertThat(read("t", "{\"key\":\"nobody\"}")).isEmpty();
        assertThat(skipped()).as("all but the last").isEqualTo(segments - 1);
        assertThat(filtered()).isLessThan(430);
        assertThat(read("t", "{\"key\":\"k3\"}")).hasSize(100);
        assertThat(read("t", "{\"anyOf\":[{\"key\":\"none\"},{\"headers\":{\"region\":\"eu\"}}]}"))
                .hasSize(100);
        double before = skipped();
        assertThat(read("t", "{\"headers\":{\"region\":\"u?\"}}")).hasSize(300);
        assertThat(read("t", "{\"not\":{\"key\":\"k0\"}}")).hasSize(300);
        assertThat(skipped()).as("these ask for what no summary tells").isEqualTo(before);
        assertThat(web.meters.get("weir.web.segment.summary.bytes").gauge().value())
                .isPositive();
    }

    @Test
    void whoIsSparedSegmentsIsSentTheSameAndStandsAtTheSamePlace() throws LogException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        FakeUpstreams.Copy copy = topic("t", Map.of());
        for (int round = 0; round < 40; round++) {
            fill(copy, random, round);
            if (random.nextInt(4) == 0) {
                copy.log().truncateTo(Math.max(1, copy.log().endOffset() - random.nextInt(60)));
                copy.view(0, copy.log().endOffset());
                fill(copy, random, random.nextInt(1_000)); // something else than what was there
            }
            for (int i = 0; i < 4; i++) {
                String filter = filter(random, round, 0);
                String all = "/topics/t/messages?format=ndjson&filter=";
                assertThat(web.get(all + coded(filter)).body())
                        .as("seed %d, round %d, %s", seed, round, filter)
                        .isEqualTo(web.get(all + coded("{\"not\":{\"not\":" + filter + "}}"))
                                .body());
            }
        }
        assertThat(skipped()).as("seed %d", seed).isPositive();
    }

    @Test
    void whatCompactionLeavesIsFound() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        FakeUpstreams.Copy copy = topic("t", Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01"));
        for (int round = 0; round < 10; round++) {
            fill(copy, random, random.nextInt(3));
            for (int i = 0; i < 4; i++) {
                String filter = filter(random, random.nextInt(3), 0);
                await().untilAsserted(() -> assertThat(read("t", filter)) // compaction may come between
                        .as("seed %d, %s", seed, filter)
                        .isEqualTo(read("t", "{\"not\":{\"not\":" + filter + "}}")));
            }
        }
    }

    private static void fill(FakeUpstreams.Copy copy, Random random, int round) {
        for (int i = random.nextInt(80); i > 0; i--) {
            String key = random.nextInt(10) == 0 ? null : "k" + (round * 3 + random.nextInt(4));
            String value = "x".repeat(random.nextInt(200));
            String region = "r" + (round + random.nextInt(2));
            Batches batch = random.nextBoolean()
                    ? batch().add(round, key, value, "region", region, "region", "r" + random.nextInt(3))
                    : batch().add(round, key, value, "hop", region);
            copy.append(batch.at(copy.log().endOffset()));
        }
    }

    private static String filter(Random random, int round, int depth) {
        int near = Math.max(0, round - random.nextInt(8));
        return switch (random.nextInt(depth > 2 ? 4 : 7)) {
            case 0 -> "{\"key\":\"k" + (near * 3 + random.nextInt(4)) + "\"}";
            case 1 -> "{\"headers\":{\"region\":\"r" + near + "\"}}";
            case 2 -> "{\"headers\":{\"region\":[\"r" + near + "\",\"**\"]}}";
            case 3 -> "{\"headers\":{\"hop\":\"r" + near + "\"},\"key\":\"k*\"}";
            case 4 -> "{\"not\":" + filter(random, round, depth + 1) + "}";
            case 5 -> "{\"allOf\":" + filters(random, round, depth) + "}";
            default -> "{\"anyOf\":" + filters(random, round, depth) + "}";
        };
    }

    private static String filters(Random random, int round, int depth) {
        return "[" + filter(random, round, depth + 1) + "," + filter(random, round, depth + 1) + "]";
    }

    private List<String> read(String topic, String filter) {
        return Lines.places(
                web.get("/topics/" + topic + "/messages?format=ndjson&conflate=false&filter=" + coded(filter))
                        .body());
    }

    private static String coded(String filter) {
        return URLEncoder.encode(filter, UTF_8);
    }

    private double skipped() {
        return web.meters.get("weir.web.segments.skipped").functionCounter().count();
    }

    private double filtered() {
        return web.meters
                .get("weir.web.messages")
                .tag("result", "filtered")
                .counter()
                .count();
    }

    private FakeUpstreams.Copy topic(String name, Map<String, String> settings) {
        web.upstreams.addTopic(name, 1);
        var all = new HashMap<>(settings);
        all.put("retention.ms", "-1"); // times here are long ago
        FakeUpstreams.Copy copy = web.upstreams.follow(name, 0, 0, all);
        copy.view(0, -1);
        return copy;
    }
}
