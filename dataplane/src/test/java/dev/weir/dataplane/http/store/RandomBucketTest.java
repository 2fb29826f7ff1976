package dev.weir.dataplane.http.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.key.CacheKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random operations; whoever looks into a failure finds the seed in its message. */
class RandomBucketTest {
    private static final int KEYS = 60;
    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_ITEMS = 80;
    private static final int MAX_OBJECT_BYTES = 150_000;

    private final SettableClock clock = new SettableClock(Responses.NOW);
    private final Store store = new Store(new SimpleMeterRegistry(), clock);
    private final Bucket bucket = store.open("b", new BucketLimits(MAX_ITEMS, MAX_BYTES, MAX_OBJECT_BYTES));
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void everyBufferIsWatched() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void nothingLeaks() {
        ResourceLeakDetector.setLevel(level);
        bucket.purge(new Purge(new Purge.Everything(), true));
        assertThat(bucket.report().items()).isZero();
        assertThat(bucket.report().bytes()).isZero();
        assertThat(store.usedMemoryBytes()).isZero();
        store.close();
    }

    @RepeatedTest(5)
    void the_limits_hold_after_every_change_and_what_is_found_is_what_was_put(RepetitionInfo repetition) {
        long seed = 7919L * repetition.getCurrentRepetition();
        var random = new Random(seed);
        Map<CacheKey, Map<String, Long>> model = new HashMap<>();
        for (int step = 0; step < 5000; step++) {
            CacheKey key = key(random.nextInt(KEYS));
            String vary = "v" + random.nextInt(3);
            switch (random.nextInt(12)) {
                case 0 -> {
                    bucket.purge(new Purge(new Purge.Uri(key.uri()), true));
                    model.keySet().removeIf(other -> other.uri().equals(key.uri()));
                    clock.set(clock.millis() + 1);
                }
                case 1 ->
                    bucket.find(key).stream().findAny().ifPresent(entry -> {
                        bucket.remove(key, entry);
                        model.computeIfAbsent(key, any -> new HashMap<>()).remove(vary(entry));
                    });
                case 2 ->
                    bucket.find(key)
                            .forEach(entry -> bucket.replace(
                                    key,
                                    entry,
                                    entry.metadata().expiredAt(0),
                                    entry.fields().plus("X", "y"),
                                    List.of()));
                case 3, 4 -> bucket.find(key);
                default -> {
                    long content = random.nextLong();
                    Entry put = bucket.put(key, response(key, vary, content).entry());
                    if (put != null) {
                        model.computeIfAbsent(key, any -> new HashMap<>()).put(vary, content);
                    } else {
                        model.computeIfAbsent(key, any -> new HashMap<>()).remove(vary);
                    }
                }
            }
            BucketReport report = bucket.report();
            assertThat(report.bytes()).as("seed %d, step %d", seed, step).isBetween(0L, (long) MAX_BYTES);
            assertThat(report.items()).as("seed %d, step %d", seed, step).isBetween(0L, (long) MAX_ITEMS);
            for (Entry entry : bucket.find(key)) {
                assertThat(model.getOrDefault(key, Map.of()))
                        .as("seed %d, step %d", seed, step)
                        .containsEntry(vary(entry), check(key, entry));
            }
        }
        assertThat(bucket.report().items()).isPositive();
    }

    @RepeatedTest(3)
    void many_threads_see_only_whole_contents_of_the_right_key(RepetitionInfo repetition) throws Exception {
        long seed = 104_729L * repetition.getCurrentRepetition();
        int threads = 4;
        var together = new CyclicBarrier(threads, () -> {
            assertThat(bucket.report().bytes()).as("seed %d", seed).isBetween(0L, (long) MAX_BYTES);
            assertThat(bucket.report().items()).as("seed %d", seed).isBetween(0L, (long) MAX_ITEMS);
        });
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                var random = new Random(seed + i);
                all.add(executor.submit(() -> {
                    for (int round = 0; round < 10; round++) {
                        for (int step = 0; step < 1000; step++) {
                            act(random);
                        }
                        together.await();
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private void act(Random random) {
        CacheKey key = key(random.nextInt(KEYS));
        switch (random.nextInt(20)) {
            case 0 -> bucket.purge(new Purge(new Purge.Uri(key.uri()), random.nextBoolean()));
            case 1 -> bucket.find(key).forEach(entry -> bucket.remove(key, entry));
            case 2 ->
                bucket.find(key).forEach(entry -> {
                    Metadata metadata = entry.metadata().invalidated();
                    bucket.replace(key, entry, metadata, entry.fields(), List.of("tag"));
                });
            case 3 -> bucket.purge(new Purge(new Purge.Tag("tag"), random.nextBoolean()));
            case 4, 5, 6, 7 ->
                bucket.put(
                        key,
                        response(key, "v" + random.nextInt(3), random.nextLong())
                                .askedFor(clock.millis() + 1)
                                .entry());
            default ->
                bucket.find(key).forEach(entry -> {
                    if (entry.payload().tryRetain()) {
                        check(key, entry);
                        entry.payload().release();
                    }
                });
        }
    }

    private static CacheKey key(int i) {
        return new CacheKey("http://example.com/" + i / 2, i % 2 == 0 ? "" : "cookie=" + i);
    }

    private Responses response(CacheKey key, String vary, long content) {
        return Responses.with(bytes(key, content)).vary("cookie", vary).askedFor(clock.millis());
    }

    private static String vary(Entry entry) {
        return String.valueOf(entry.metadata().vary().nominated().getFirst().normal());
    }

    /** Content that tells what it was made from, and whose it is. */
    private static byte[] bytes(CacheKey key, long content) {
        var random = new Random(content ^ key.hashCode());
        int length = 8 + (random.nextInt(4) > 0 ? random.nextInt(2000) : random.nextInt(MAX_OBJECT_BYTES - 8));
        var bytes = new byte[length];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(content);
        return bytes;
    }

    private static long check(CacheKey key, Entry entry) {
        ByteBuf found = entry.payload().bytes(0, (int) entry.payload().length());
        try {
            long content = found.getLong(0);
            var bytes = new byte[found.readableBytes()];
            found.readBytes(bytes);
            assertThat(bytes).isEqualTo(bytes(key, content));
            return content;
        } finally {
            found.release();
        }
    }
}
