package dev.weir.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.CacheMemory;
import dev.weir.api.PodOptions;
import dev.weir.api.PodResources;
import dev.weir.api.Quantities;
import dev.weir.api.ResourceAmounts;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodMemoryTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long MEBIBYTE = 1L << 20;
    private static final CacheMemory KEPT =
            new CacheMemory(576 * MEBIBYTE, 640 * MEBIBYTE, 226 * MEBIBYTE, 480 * MEBIBYTE);

    @Test
    void without_a_word_a_pod_has_what_small_caches_need() {
        assertThat(resources(null, null))
                .isEqualTo(requirements(Map.of("cpu", "250m", "memory", "1Gi"), Map.of("memory", "1Gi")));
    }

    @Test
    void a_request_alone_is_the_limit_of_memory_and_none_of_cpu() {
        assertThat(resources(new ResourceAmounts("2", "3Gi"), null))
                .isEqualTo(requirements(Map.of("cpu", "2", "memory", "3Gi"), Map.of("memory", "3Gi")));
    }

    @Test
    void a_limit_alone_is_requested() {
        assertThat(resources(null, new ResourceAmounts("100m", "512Mi")))
                .isEqualTo(requirements(
                        Map.of("cpu", "100m", "memory", "512Mi"), Map.of("cpu", "100m", "memory", "512Mi")));
    }

    @Test
    void request_and_limit_may_differ() {
        assertThat(resources(new ResourceAmounts("1", "1Gi"), new ResourceAmounts("2", "2Gi")))
                .isEqualTo(requirements(Map.of("cpu", "1", "memory", "1Gi"), Map.of("cpu", "2", "memory", "2Gi")));
    }

    @Test
    void heap_and_buffers_are_sized_by_the_limit() {
        var resources = new PodResources(new ResourceAmounts(null, "1Gi"), new ResourceAmounts(null, "2Gi"));

        assertThat(ContainerResources.of(pod(resources), "1Gi").memoryBytes()).isEqualTo(2 * GIBIBYTE);
        assertThat(JvmMemory.of(2 * GIBIBYTE, null)).isEqualTo(new JvmMemory(819, 512));
    }

    @Test
    void a_large_pod_leaves_to_the_page_cache_what_files_are_served_from() {
        assertThat(JvmMemory.of(64 * GIBIBYTE, null)).isEqualTo(new JvmMemory(4096, 2048));
    }

    @Test
    void what_is_kept_in_memory_comes_first_and_the_rest_is_shared() {
        assertThat(JvmMemory.of(Quantities.bytes("900Mi"), KEPT)).isEqualTo(new JvmMemory(132, 640));
        assertThat(JvmMemory.of(GIBIBYTE, KEPT)).isEqualTo(new JvmMemory(256, 640));
        assertThat(JvmMemory.of(KEPT.ampleBytes(), KEPT)).isEqualTo(new JvmMemory(492, 648));
        assertThat(JvmMemory.of(2 * GIBIBYTE, KEPT)).isEqualTo(new JvmMemory(800, 840));
        assertThat(JvmMemory.of(64 * GIBIBYTE, KEPT)).isEqualTo(new JvmMemory(4576, 2688));
    }

    @Test
    void a_pod_that_keeps_in_memory_has_what_that_needs() {
        assertThat(ContainerResources.of(PodOptions.NONE, "1280Mi").requirements())
                .isEqualTo(requirements(Map.of("cpu", "250m", "memory", "1280Mi"), Map.of("memory", "1280Mi")));
    }

    @Test
    void options_of_the_user_come_last() {
        assertThat(JvmOptions.of(new JvmMemory(400, 200), List.of("-XX:+UseZGC", "-XX:MaxDirectMemorySize=1g")))
                .isEqualTo("-Xms400m -Xmx400m -XX:MaxDirectMemorySize=200m -XX:+ExitOnOutOfMemoryError"
                        + " -XX:+UseZGC -XX:MaxDirectMemorySize=1g");
    }

    @Test
    void a_heap_of_the_users_size_is_not_contradicted() {
        assertThat(JvmOptions.of(new JvmMemory(400, 200), List.of("-Xmx300m")))
                .isEqualTo("-XX:MaxDirectMemorySize=200m -XX:+ExitOnOutOfMemoryError -Xmx300m");
        assertThat(JvmOptions.of(new JvmMemory(400, 200), List.of("-XX:MaxRAMPercentage=60")))
                .isEqualTo("-XX:MaxDirectMemorySize=200m -XX:+ExitOnOutOfMemoryError -XX:MaxRAMPercentage=60");
    }

    private static ResourceRequirements resources(
            @Nullable ResourceAmounts requests, @Nullable ResourceAmounts limits) {
        return ContainerResources.of(pod(new PodResources(requests, limits)), "1Gi")
                .requirements();
    }

    private static PodOptions pod(PodResources resources) {
        return new PodOptions(
                resources, Map.of(), List.of(), null, List.of(), Map.of(), Map.of(), null, List.of(), null, List.of());
    }

    private static ResourceRequirements requirements(Map<String, String> requests, Map<String, String> limits) {
        var requirements = new ResourceRequirements();
        requirements.setRequests(quantities(requests));
        requirements.setLimits(quantities(limits));
        return requirements;
    }

    private static Map<String, Quantity> quantities(Map<String, String> amounts) {
        var quantities = new TreeMap<String, Quantity>();
        amounts.forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
        return quantities;
    }
}
