package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheMemoryTest {
    private static final long MEBIBYTE = 1L << 20;

    @Test
    void a_store_without_a_word_is_held_by_a_little_more_than_a_gibibyte() {
        CacheMemory memory = memory("", "");

        assertThat(memory.heldBytes()).isEqualTo((512 + 64) * MEBIBYTE);
        assertThat(memory.directBytes()).isEqualTo((512 + 64 + 64) * MEBIBYTE);
        assertThat(Quantities.text(memory.leastBytes())).isEqualTo("994Mi");
        assertThat(Quantities.text(memory.ampleBytes())).isEqualTo("1280Mi");
    }

    @Test
    void each_bucket_of_a_routes_own_counts() {
        CacheMemory memory = memory(
                "store: {maxItems: 1000, maxSize: 100Mi}, limits: {bufferedBytes: 10Mi}",
                "{bucket: individual, maxSize: 20Mi}",
                "{bucket: individual}",
                "{bucket: shared}");

        assertThat(memory.heldBytes()).isEqualTo((100 + 20 + 100 + 10) * MEBIBYTE);
    }

    @Test
    void a_bucket_that_is_not_used_does_not_count() {
        CacheMemory memory = memory("store: {maxSize: 100Mi}", "{enabled: false, bucket: individual, maxSize: 20Mi}");

        assertThat(memory.heldBytes()).isEqualTo((100 + 64) * MEBIBYTE);
    }

    @Test
    void many_small_responses_take_heap_and_never_more_than_their_bucket() {
        CacheMemory few = memory("store: {maxItems: 1, maxSize: 100Mi}");
        CacheMemory many = memory("store: {maxItems: 100000000, maxSize: 100Mi}");

        assertThat(few.heapBytes()).isEqualTo(128 * MEBIBYTE + 1024);
        assertThat(many.heapBytes()).isEqualTo((128 + 100) * MEBIBYTE);
        assertThat(many.ampleHeapBytes()).isEqualTo((192 + 100) * MEBIBYTE);
    }

    @Test
    void sums_of_the_largest_sizes_stay_sizes() {
        CacheMemory memory = memory(
                "store: {maxSize: 9000Pi}",
                "{bucket: individual, maxSize: 9000Pi}",
                "{bucket: individual, maxSize: 9000Pi}");

        assertThat(memory.leastBytes()).isGreaterThan(1L << 57);
        assertThat(memory.ampleBytes()).isGreaterThan(1L << 57);
    }

    private static CacheMemory memory(String more, String... caches) {
        var routes = new StringBuilder();
        for (String cache : caches) {
            routes.append("{name: r").append(routes.length()).append(", when: [{path: /a}], ");
            routes.append("origin: {urls: ['http://a']}, cache: ").append(cache).append("}, ");
        }
        String yaml = "{apiVersion: weir.dev/v1alpha1, kind: HttpCache, metadata: {name: a}, spec: {routes: [" + routes
                + "{name: last, origin: {urls: ['http://a']}}]" + (more.isEmpty() ? "" : ", " + more) + "}}";
        var read = DocumentReader.read(List.of(new SourceFile("a.yaml", yaml)));
        assertThat(read.problems()).isEmpty();
        return CacheMemory.of(read.httpCaches().getFirst().spec());
    }
}
