package dev.weir.dataplane.http.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Random operations with restarts between them; whoever looks into a failure finds the seed in its message. */
@ExtendWith(Patience.class)
class RandomRestartTest {
    private static final int URIS = 40;
    private static final BucketLimits LIMITS = new BucketLimits(30, 200_000, 100_000);
    private static final long DISK_BYTES = 1_500_000;

    @TempDir
    private Path folder;

    /** What was put last, and what has happened to it. */
    private record Expected(String content, List<String> tags, String label, boolean stale, boolean invalid) {}

    private record Variant(CacheKey key, String vary) {}

    private final SettableClock clock = new SettableClock(Responses.NOW);
    private final Map<Variant, Expected> model = new HashMap<>();
    private int loaded;

    @RepeatedTest(6)
    void whatever_is_served_is_the_latest_state_and_nothing_that_was_withdrawn_comes_back(RepetitionInfo repetition) {
        long seed = 1_299_709L * repetition.getCurrentRepetition();
        var random = new Random(seed);
        for (int life = 0; life < 6; life++) {
            var store = new Store(new SimpleMeterRegistry(), clock);
            Bucket bucket = store.open("b", LIMITS, new Store.Disk(folder, DISK_BYTES));
            if (random.nextBoolean()) {
                await().pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> bucket.report().diskOpen());
            }
            for (int step = 0; step < 400; step++) {
                clock.set(clock.millis() + 1);
                act(bucket, random, "seed %d, life %d, step %d".formatted(seed, life, step));
                assertThat(bucket.report().bytes()).isLessThanOrEqualTo(LIMITS.maxSizeBytes());
            }
            store.close();
            assertThat(store.usedMemoryBytes()).isZero();
        }
        assertThat(loaded).isPositive();
    }

    private void act(Bucket bucket, Random random, String when) {
        var key = new CacheKey("http://example.com/" + random.nextInt(URIS), random.nextBoolean() ? "" : "c=1");
        switch (random.nextInt(20)) {
            case 0 ->
                purge(
                        bucket,
                        new Purge.Uri(key.uri()),
                        random.nextBoolean(),
                        at -> at.key.uri().equals(key.uri()));
            case 1 -> {
                String prefix = key.uri().substring(0, key.uri().length() - 1);
                purge(
                        bucket,
                        new Purge.Prefix(prefix),
                        random.nextBoolean(),
                        at -> at.key.uri().startsWith(prefix));
            }
            case 2 -> {
                String tag = "t" + random.nextInt(5);
                purge(bucket, new Purge.Tag(tag), random.nextBoolean(), at -> has(at, tag));
            }
            case 3 -> {
                if (random.nextInt(10) == 0) {
                    purge(bucket, new Purge.Everything(), random.nextBoolean(), at -> true);
                }
            }
            case 4, 5 -> {
                bucket.invalidate(key.uri());
                model.replaceAll((at, was) -> at.key.uri().equals(key.uri())
                        ? new Expected(was.content, was.tags, was.label, was.stale, true)
                        : was);
            }
            case 6 ->
                bucket.find(key).stream().findFirst().ifPresent(entry -> {
                    bucket.remove(key, entry);
                    model.remove(variant(key, entry));
                });
            case 7, 8 -> bucket.find(key).stream().findFirst().ifPresent(entry -> update(bucket, key, entry, random));
            case 9, 10, 11, 12, 13 -> put(bucket, key, random);
            default -> {
                for (Entry entry : bucket.load(key).join()) {
                    loaded++;
                    check(key, entry, when);
                }
            }
        }
        bucket.find(key).forEach(entry -> check(key, entry, when));
    }

    private void put(Bucket bucket, CacheKey key, Random random) {
        String vary = "v" + random.nextInt(2);
        String label = "l" + random.nextLong();
        List<String> tags = List.of("t" + random.nextInt(5));
        String content = (random.nextLong() + " ").repeat(random.nextInt(random.nextInt(8) == 0 ? 4000 : 200));
        Entry put = bucket.put(
                key,
                Responses.with(content)
                        .vary("cookie", vary)
                        .fields("Label", label)
                        .tags(tags.getFirst())
                        .askedFor(clock.millis())
                        .entry());
        assertThat(put).isNotNull();
        model.put(new Variant(key, vary), new Expected(content, tags, label, false, false));
    }

    private void update(Bucket bucket, CacheKey key, Entry entry, Random random) {
        String label = "u" + random.nextLong();
        List<String> tags = List.of("t" + random.nextInt(5));
        Entry updated = bucket.replace(key, entry, entry.metadata(), FieldList.of("Label", label), tags);
        if (updated != null) {
            model.computeIfPresent(
                    variant(key, entry), (at, was) -> new Expected(was.content, tags, label, was.stale, was.invalid));
        }
    }

    private void purge(Bucket bucket, Purge.Target target, boolean hard, Predicate<Variant> concerned) {
        bucket.purge(new Purge(target, hard));
        if (hard) {
            model.keySet().removeIf(concerned);
        } else {
            model.replaceAll((at, was) ->
                    concerned.test(at) ? new Expected(was.content, was.tags, was.label, true, was.invalid) : was);
        }
    }

    private boolean has(Variant at, String tag) {
        Expected expected = model.get(at);
        return expected != null && expected.tags.contains(tag);
    }

    private void check(CacheKey key, Entry entry, String when) {
        if (!entry.payload().tryRetain()) {
            return;
        }
        var found = new Expected(
                Responses.text(entry),
                entry.tags(),
                String.valueOf(entry.fields().first("Label")),
                !entry.metadata().lifetime().isFresh(clock.millis()),
                entry.metadata().rules().validateAlways());
        entry.payload().release();
        assertThat(model).as(when).containsEntry(variant(key, entry), found);
    }

    private static Variant variant(CacheKey key, Entry entry) {
        return new Variant(
                key,
                String.valueOf(entry.metadata().vary().nominated().getFirst().normal()));
    }
}
