package dev.weir.dataplane.http.store;

import static dev.weir.dataplane.http.store.Responses.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.store.memory.ContentMemory;
import dev.weir.dataplane.http.store.memory.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BucketLimitsTest {
    private static final long MIB = 1024 * 1024;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SettableClock clock = new SettableClock(Responses.NOW);
    private final AtomicBoolean memoryIsFull = new AtomicBoolean();
    private final Store store = new Store(meters, clock, new ContentMemory(new Exhaustible()));

    @AfterEach
    void nothingLeaks() {
        store.close();
        assertThat(store.usedMemoryBytes()).isZero();
    }

    @Test
    void there_are_never_more_bytes_than_allowed_with_keys_heads_contents_and_index() {
        Bucket bucket = store.open("b", new BucketLimits(100_000, MIB, MIB));
        for (int i = 0; i < 2000; i++) {
            bucket.put(key("http://example.com/" + i), response(i % 5000).entry());
            assertThat(bucket.report().bytes()).isBetween(0L, MIB);
            assertThat(store.usedMemoryBytes()).isLessThan(bucket.report().bytes());
        }
        assertThat(bucket.report().evictions()).isPositive();
        assertThat(bucket.report().bytes()).isGreaterThan(MIB / 2);
    }

    @Test
    void there_are_never_more_items_than_allowed_with_all_variants_counted() {
        Bucket bucket = store.open("b", new BucketLimits(100, 16 * MIB, MIB));
        for (int i = 0; i < 500; i++) {
            bucket.put(
                    key("http://example.com/" + i % 250),
                    response(10).vary("cookie", "v" + i).entry());
            assertThat(bucket.report().items()).isLessThanOrEqualTo(100);
        }
        assertThat(bucket.report().items()).isGreaterThan(90);
    }

    @Test
    void what_is_asked_for_often_outlives_a_crowd_that_is_asked_for_once() {
        Bucket bucket = store.open("b", new BucketLimits(100_000, MIB, MIB));
        for (int i = 0; i < 100; i++) {
            bucket.put(key("http://example.com/hot/" + i), response(1000).entry());
        }
        for (int i = 0; i < 10_000; i++) {
            bucket.find(key("http://example.com/hot/" + i % 100));
            bucket.put(key("http://example.com/once/" + i), response(1000).entry());
        }
        long hot = 0;
        for (int i = 0; i < 100; i++) {
            hot += bucket.find(key("http://example.com/hot/" + i)).size();
        }
        assertThat(hot).isGreaterThan(90);
    }

    @Test
    void a_response_that_is_too_large_is_refused_and_drives_nothing_out() {
        Bucket bucket = store.open("b", new BucketLimits(100, MIB, 1000));
        bucket.put(key("http://example.com/small"), response(1000).entry());

        assertThat(bucket.put(key("http://example.com/large"), response(1001).entry()))
                .isNull();
        assertThat(bucket.report().items()).isEqualTo(1);
        assertThat(refused("large")).isEqualTo(1);
    }

    @Test
    void a_response_larger_than_the_bucket_is_refused() {
        Bucket bucket = store.open("b", new BucketLimits(100, 10_000, MIB));

        assertThat(bucket.put(key("http://example.com/large"), response(10_000).entry()))
                .isNull();
        assertThat(refused("large")).isEqualTo(1);
    }

    @Test
    void a_bucket_for_nothing_holds_nothing() {
        Bucket bucket = store.open("b", new BucketLimits(0, MIB, MIB));

        assertThat(bucket.put(key("http://example.com/a"), response(10).entry()))
                .isNull();
        assertThat(bucket.report().items()).isZero();
        assertThat(bucket.report().bytes()).isZero();
    }

    @Test
    void lower_limits_shrink_it_at_once() {
        Bucket bucket = store.open("b", new BucketLimits(1000, MIB, MIB));
        for (int i = 0; i < 300; i++) {
            bucket.put(key("http://example.com/" + i), response(1000).entry());
        }
        store.open("b", new BucketLimits(1000, MIB / 4, MIB));
        assertThat(bucket.report().bytes()).isLessThanOrEqualTo(MIB / 4).isPositive();

        store.open("b", new BucketLimits(10, MIB / 4, MIB));
        assertThat(bucket.report().items()).isEqualTo(10);
    }

    @Test
    void a_bucket_that_is_opened_again_keeps_what_it_has() {
        Bucket bucket = store.open("b", new BucketLimits(1000, MIB, MIB));
        bucket.put(key("http://example.com/a"), response(10).entry());

        assertThat(store.open("b", new BucketLimits(1000, 2 * MIB, MIB)).find(key("http://example.com/a")))
                .hasSize(1);
        assertThat(store.open("other", new BucketLimits(1000, MIB, MIB)).find(key("http://example.com/a")))
                .isEmpty();
    }

    @Test
    void a_bucket_that_is_no_more_is_empty_and_takes_nothing() {
        Bucket bucket = store.open("b", new BucketLimits(1000, MIB, MIB));
        Payload payload = requireNonNull(
                        bucket.put(key("http://example.com/a"), response(10).entry()))
                .payload();
        store.keepOnly(Set.of("other"));

        assertThat(bucket.find(key("http://example.com/a"))).isEmpty();
        assertThat(payload.tryRetain()).isFalse();
        assertThat(bucket.put(key("http://example.com/a"), response(10).entry()))
                .isNull();
        assertThat(store.buckets()).isEmpty();
    }

    @Test
    void without_memory_a_response_is_refused_and_the_rest_goes_on() {
        Bucket bucket = store.open("b", new BucketLimits(1000, MIB, MIB));
        bucket.put(key("http://example.com/a"), response(1000).entry());
        memoryIsFull.set(true);

        assertThat(bucket.put(key("http://example.com/b"), response(60_000).entry()))
                .isNull();
        assertThat(refused("memory")).isEqualTo(1);
    }

    @Test
    void when_memory_was_short_new_responses_take_the_place_of_old_ones() {
        Bucket bucket = store.open("b", new BucketLimits(1000, MIB, MIB));
        for (int i = 0; i < 100; i++) {
            bucket.put(key("http://example.com/" + i), response(1000).entry());
        }
        long before = store.usedMemoryBytes();
        memoryIsFull.set(true);
        bucket.put(key("http://example.com/b"), response(1000).entry());
        memoryIsFull.set(false);

        for (int i = 200; i < 300; i++) {
            assertThat(bucket.put(key("http://example.com/" + i), response(1000).entry()))
                    .isNotNull();
            assertThat(store.usedMemoryBytes()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void when_files_may_have_no_more_memory_new_large_responses_take_the_place_of_old_ones() {
        long most = 4 * MIB;
        try (var tight = new Store(
                new SimpleMeterRegistry(),
                clock,
                new ContentMemory(new Exhaustible(), new MemoryBudget(most, () -> 0)))) {
            Bucket bucket = tight.open("b", new BucketLimits(1000, 64 * MIB, 8 * MIB));
            for (int i = 0; i < 100; i++) {
                assertThat(bucket.put(
                                key("http://example.com/" + i),
                                response(300_000).entry()))
                        .isNotNull();
                assertThat(tight.usedMemoryBytes()).isBetween(300_000L, most);
            }
            assertThat(bucket.report().items()).isGreaterThan(10);
            assertThat(bucket.put(
                            key("http://example.com/a"), response(5_000_000).entry()))
                    .isNull();
        }
    }

    @Test
    void large_contents_count_with_all_the_pages_they_have() {
        Bucket bucket = store.open("b", new BucketLimits(1000, 16 * MIB, MIB));
        for (int i = 0; i < 100; i++) {
            bucket.put(key("http://example.com/" + i), response(65_537 + i).entry());
            assertThat(bucket.report().bytes()).isBetween(store.usedMemoryBytes(), 16 * MIB);
        }
    }

    private static Responses response(int length) {
        return Responses.with(new byte[length]);
    }

    private double refused(String reason) {
        return meters.get("weir.http.cache.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    /** Runs out of memory when told to. */
    private final class Exhaustible extends PooledByteBufAllocator {
        Exhaustible() {
            super(true, 0, 1, 8192, 9, 0, 0, false);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (memoryIsFull.get()) {
                throw new OutOfMemoryError("none left");
            }
            return super.newDirectBuffer(initialCapacity, maxCapacity);
        }
    }
}
