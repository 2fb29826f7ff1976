package dev.weir.dataplane.http.store;

import static dev.weir.dataplane.http.store.Responses.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Patience.class)
class DiskTest {
    private static final long MIB = 1024 * 1024;
    private static final BucketLimits ROOMY = new BucketLimits(1000, 16 * MIB, MIB);
    private static final CacheKey KEY = key("http://example.com/a");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Responses.NOW + 1000);
    private long diskBytes = 16 * MIB;
    private Store store = new Store(new SimpleMeterRegistry(), clock);
    private Bucket bucket = store.open("none", ROOMY);

    @BeforeEach
    void open() {
        store = new Store(new SimpleMeterRegistry(), clock);
        bucket = store.open("shared", ROOMY, new Store.Disk(folder.resolve("shared"), diskBytes));
    }

    @AfterEach
    void nothingLeaks() {
        store.close();
        assertThat(store.usedMemoryBytes()).isZero();
    }

    @Test
    void what_was_stored_is_there_after_a_restart_byte_for_byte() {
        Entry put = put(
                KEY,
                response("hello").fields("ETag", "\"1\"", "A", "ü").tags("red").vary("cookie", "x"));
        restart();

        assertThat(bucket.find(KEY)).isEmpty();
        await().until(() -> bucket.isOnDisk(KEY));
        Entry loaded = load(KEY).getFirst();
        assertThat(Responses.text(loaded)).isEqualTo("hello");
        assertThat(loaded.metadata()).isEqualTo(put.metadata());
        assertThat(loaded.fields()).isEqualTo(put.fields());
        assertThat(loaded.tags()).isEqualTo(put.tags());
        assertThat(loaded.head().http1()).isEqualTo(put.head().http1());
        assertThat(bucket.find(KEY)).containsExactly(loaded);
        assertThat(bucket.isOnDisk(KEY)).isFalse();
    }

    @Test
    void an_empty_content_is_kept_too() {
        put(KEY, response(""));
        restart();

        assertThat(load(KEY))
                .singleElement()
                .matches(entry -> Responses.text(entry).isEmpty());
    }

    @Test
    void all_variants_are_loaded_that_are_not_in_memory() {
        put(KEY, response("g").vary("accept-encoding", "gzip"));
        put(KEY, response("p").vary("accept-encoding", "identity"));
        restart();
        put(KEY, response("new").vary("accept-encoding", "gzip"));

        await().until(() -> bucket.isOnDisk(KEY));
        assertThat(load(KEY)).extracting(Responses::text).containsExactlyInAnyOrder("new", "p");
    }

    @Test
    void the_latest_state_is_there_after_a_restart() {
        put(KEY, response("old"));
        put(KEY, response("new"));
        restart();

        assertThat(load(KEY)).extracting(Responses::text).containsExactly("new");
    }

    @Test
    void an_update_of_the_fields_survives_a_restart() {
        Entry old = put(KEY, response("hello"));
        FieldList fields = FieldList.of("ETag", "\"2\"");
        requireNonNull(bucket.replace(KEY, old, old.metadata().expiredAt(5), fields, List.of("t")));
        restart();

        Entry loaded = load(KEY).getFirst();
        assertThat(Responses.text(loaded)).isEqualTo("hello");
        assertThat(loaded.fields()).isEqualTo(fields);
        assertThat(loaded.metadata()).isEqualTo(old.metadata().expiredAt(5));
    }

    @Test
    void what_was_removed_stays_away() {
        bucket.remove(KEY, put(KEY, response("hello")));
        restart();

        assertThat(load(KEY)).isEmpty();
    }

    @Test
    void hard_purges_survive_a_restart() {
        put(key("http://example.com/uri"), response("1"));
        put(key("http://example.com/prefix/1"), response("2"));
        put(key("http://example.com/tag"), response("3").tags("red"));
        put(key("http://example.com/stays"), response("4").tags("blue"));
        bucket.purge(new Purge(new Purge.Uri("http://example.com/uri"), true));
        bucket.purge(new Purge(new Purge.Prefix("http://example.com/prefix/"), true));
        bucket.purge(new Purge(new Purge.Tag("red"), true));
        restart();

        assertThat(load(key("http://example.com/uri"))).isEmpty();
        assertThat(load(key("http://example.com/prefix/1"))).isEmpty();
        assertThat(load(key("http://example.com/tag"))).isEmpty();
        assertThat(load(key("http://example.com/stays"))).hasSize(1);
    }

    @Test
    void a_purge_of_everything_leaves_nothing_on_disk() {
        put(KEY, response("hello"));
        assertThat(bucket.purge(new Purge(new Purge.Everything(), true))).isEqualTo(1);

        assertThat(bucket.report().diskBytes()).isZero();
        assertThat(segments()).isEmpty();
    }

    @Test
    void soft_purges_and_invalidations_survive_a_restart() {
        CacheKey soft = key("http://example.com/soft");
        CacheKey tagged = key("http://example.com/tagged");
        put(soft, response("1"));
        put(tagged, response("2").tags("red"));
        put(KEY, response("3"));
        bucket.purge(new Purge(new Purge.Uri(soft.uri()), false));
        bucket.purge(new Purge(new Purge.Tag("red"), false));
        bucket.invalidate(KEY.uri());
        bucket.settled().join();
        restart();

        assertThat(load(soft).getFirst().metadata().lifetime().isFresh(clock.millis()))
                .isFalse();
        assertThat(load(tagged).getFirst().metadata().lifetime().isFresh(clock.millis()))
                .isFalse();
        assertThat(load(KEY).getFirst().metadata().rules().validateAlways()).isTrue();
    }

    @Test
    void what_is_on_disk_alone_is_purged_as_well() {
        put(KEY, response("hello").tags("red"));
        restart();
        assertThat(bucket.purge(new Purge(new Purge.Uri(KEY.uri()), true))).isEqualTo(1);
        assertThat(load(KEY)).isEmpty();
    }

    @Test
    void what_was_stored_after_a_purge_is_not_concerned_by_it() {
        put(KEY, response("old").tags("red"));
        bucket.purge(new Purge(new Purge.Tag("red"), true));
        clock.set(clock.millis() + 1);
        put(KEY, response("new").tags("red").askedFor(clock.millis()));
        restart();

        assertThat(load(KEY)).extracting(Responses::text).containsExactly("new");
    }

    @Test
    void a_large_content_is_sent_from_its_file_even_when_that_was_deleted() throws IOException {
        byte[] large = bytes(1, 300_000);
        put(KEY, Responses.with(large));
        restart();
        Payload payload = load(KEY).getFirst().payload();
        assertThat(payload.tryRetain()).isTrue();
        bucket.purge(new Purge(new Purge.Everything(), true));

        assertThat(segments()).isEmpty();
        FileRegion region = requireNonNull(payload.region(1000, 200_000));
        ByteBuf bytes = payload.bytes(7, 100);
        payload.release();
        assertThat(payload.tryRetain()).isFalse();
        var out = new ByteArrayOutputStream();
        while (region.transferred() < region.count()) {
            region.transferTo(Channels.newChannel(out), region.transferred());
        }
        region.release();
        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(large, 1000, 201_000));
        assertThat(bytes.readSlice(100).nioBuffer().compareTo(ByteBuffer.wrap(large, 7, 100)))
                .isZero();
        bytes.release();
    }

    @Test
    void a_large_content_takes_little_memory() {
        put(KEY, Responses.with(bytes(1, 300_000)));
        restart();
        load(KEY);

        assertThat(bucket.report().items()).isEqualTo(1);
        assertThat(bucket.report().bytes()).isLessThan(2000);
    }

    @Test
    void the_disk_is_bounded_and_what_is_in_memory_outlives_the_rest() {
        diskBytes = 2 * MIB;
        store.close();
        open();
        put(key("http://example.com/hot"), response("hot"));
        for (int i = 0; i < 3000; i++) {
            bucket.find(key("http://example.com/hot"));
            bucket.put(
                    key("http://example.com/" + i),
                    Responses.with(bytes(i, 4000)).entry());
            if (i % 100 == 0) {
                bucket.purge(new Purge(new Purge.Tag("nobody"), true));
                assertThat(segmentBytes()).isLessThanOrEqualTo(diskBytes);
            }
        }
        restart();

        assertThat(load(key("http://example.com/0"))).isEmpty();
        assertThat(bucket.report().diskItems()).isBetween(200L, 520L);
        assertThat(load(key("http://example.com/hot"))).hasSize(1);
        assertThat(load(key("http://example.com/2999"))).hasSize(1);
    }

    @Test
    void a_lower_limit_shrinks_it() {
        for (int i = 0; i < 500; i++) {
            put(key("http://example.com/" + i), Responses.with(bytes(i, 10_000)));
        }
        bucket.purge(new Purge(new Purge.Tag("nobody"), true));
        store.open("shared", ROOMY, new Store.Disk(folder.resolve("shared"), MIB));

        await().until(() -> segmentBytes() <= MIB);
    }

    @Test
    void what_is_not_admitted_to_memory_is_served_from_disk() {
        bucket = store.open("tiny", new BucketLimits(1, MIB, MIB), new Store.Disk(folder.resolve("tiny"), MIB));
        await().until(() -> bucket.report().diskTrouble() == null);
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.put(
                            key("http://example.com/" + i), response("c" + i).entry()))
                    .isNotNull();
        }
        for (int i = 0; i < 20; i++) {
            CacheKey key = key("http://example.com/" + i);
            await().until(() -> !bucket.find(key).isEmpty() || bucket.isOnDisk(key));
            assertThat(load(key))
                    .singleElement()
                    .matches(entry -> entry.payload().tryRetain());
            bucket.load(key).join().forEach(entry -> entry.payload().release());
            assertThat(bucket.report().items()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void files_that_are_not_ours_are_dropped() throws IOException {
        put(KEY, response("hello"));
        store.close();
        Path shared = folder.resolve("shared");
        Files.writeString(shared.resolve("0000000000000000.segment"), "what is this");
        Files.writeString(shared.resolve("x.segment"), "and this");
        byte[] ofAnotherVersion = Files.readAllBytes(segments().get(1));
        ofAnotherVersion[11] = 77;
        Files.write(shared.resolve("0000000000000099.segment"), ofAnotherVersion);
        open();

        assertThat(load(KEY)).hasSize(1);
        assertThat(segments()).hasSize(1);
    }

    @Test
    void a_record_that_is_torn_anywhere_is_dropped_and_those_before_it_are_served() throws IOException {
        put(KEY, response("before"));
        bucket.purge(new Purge(new Purge.Tag("nobody"), true));
        long from = segmentBytes();
        put(key("http://example.com/last"), response("the last one"));
        store.close();
        byte[] whole = Files.readAllBytes(segments().getFirst());
        for (int end = (int) from; end < whole.length; end++) {
            Files.write(segments().getFirst(), Arrays.copyOf(whole, end));
            open();
            assertThat(load(KEY))
                    .as("torn at %d", end)
                    .extracting(Responses::text)
                    .containsExactly("before");
            assertThat(load(key("http://example.com/last")))
                    .as("torn at %d", end)
                    .isEmpty();
            store.close();
            deleteSegments();
            Files.createFile(folder.resolve("shared/0000000000000001.segment"));
        }
    }

    @Test
    void a_record_with_any_bit_turned_is_never_served() throws IOException {
        put(KEY, response("before"));
        bucket.purge(new Purge(new Purge.Tag("nobody"), true));
        int from = (int) segmentBytes();
        put(key("http://example.com/last"), response("the last one").fields("A", "b"));
        store.close();
        byte[] whole = Files.readAllBytes(segments().getFirst());
        var random = new Random(42);
        for (int at = from; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(segments().getFirst(), damaged);
            open();
            assertThat(load(KEY))
                    .as("damaged at %d", at)
                    .extracting(Responses::text)
                    .containsExactly("before");
            for (Entry served : load(key("http://example.com/last"))) {
                // the four bytes of the header that say nothing
                assertThat(at - from).isBetween(36, 39);
                assertThat(Responses.text(served)).isEqualTo("the last one");
            }
            store.close();
            deleteSegments();
            Files.createFile(folder.resolve("shared/0000000000000001.segment"));
        }
    }

    @Test
    void without_its_folder_the_memory_serves_on_and_the_disk_is_taken_up_later() throws IOException {
        store.close();
        deleteSegments();
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file in its place");
        store = new Store(new SimpleMeterRegistry(), clock);
        bucket = store.open("shared", ROOMY, new Store.Disk(blocked, diskBytes));
        await().until(() -> bucket.report().diskTrouble() != null);

        assertThat(put(KEY, response("hello"))).isNotNull();
        assertThat(bucket.find(KEY)).hasSize(1);
        assertThat(bucket.purge(new Purge(new Purge.Uri("http://example.com/b"), true)))
                .isZero();

        Files.delete(blocked);
        await().until(() -> bucket.report().diskTrouble() == null);
        put(key("http://example.com/b"), response("b").askedFor(clock.millis() + 1));
        await().until(() -> bucket.report().diskItems() > 0);
    }

    @Test
    void a_folder_is_used_by_one_at_a_time() {
        try (var other = new Store(new SimpleMeterRegistry(), clock)) {
            Bucket second = other.open("shared", ROOMY, new Store.Disk(folder.resolve("shared"), diskBytes));
            await().until(() -> {
                String trouble = second.report().diskTrouble();
                return trouble != null && trouble.contains("in use");
            });
        }
    }

    private void restart() {
        store.close();
        assertThat(store.usedMemoryBytes()).isZero();
        open();
    }

    private Entry put(CacheKey key, Responses response) {
        return requireNonNull(bucket.put(key, response.entry()));
    }

    /** As soon as the tier is open. */
    private List<Entry> load(CacheKey key) {
        await().pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> bucket.report().diskOpen());
        return bucket.load(key).join();
    }

    private static Responses response(String content) {
        return Responses.with(content);
    }

    private static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private List<Path> segments() {
        try (Stream<Path> files = Files.list(folder.resolve("shared"))) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long segmentBytes() {
        return segments().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private void deleteSegments() throws IOException {
        for (Path file : segments()) {
            Files.delete(file);
        }
    }
}
