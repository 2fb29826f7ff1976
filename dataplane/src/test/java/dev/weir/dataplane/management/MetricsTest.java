package dev.weir.dataplane.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void seriesOfAScopeCarryItsLabels() {
        metrics.open(Map.of("name", "orders", "team", "shop"))
                .registry()
                .counter("weir.fetches", "topic", "created")
                .increment(3);

        assertThat(series("weir_fetches"))
                .containsExactly("weir_fetches_total{name=\"orders\",team=\"shop\",topic=\"created\"} 3.0");
    }

    @Test
    void oneMetricOfSeveralScopesIsToldOnceWithTheSeriesOfAll() {
        metrics.process().counter("weir.fetches").increment();
        metrics.open(Map.of("name", "orders"))
                .registry()
                .counter("weir.fetches")
                .increment(2);
        metrics.open(Map.of("name", "prices", "team", "shop"))
                .registry()
                .counter("weir.fetches")
                .increment(3);

        assertThat(series("weir_fetches"))
                .containsExactlyInAnyOrder(
                        "weir_fetches_total 1.0",
                        "weir_fetches_total{name=\"orders\"} 2.0",
                        "weir_fetches_total{name=\"prices\",team=\"shop\"} 3.0");
        assertThat(scrape().lines().filter(line -> line.startsWith("# TYPE weir_fetches")))
                .hasSize(1);
    }

    @Test
    void labelsCanChangeWhileTheMeterGoesOnCounting() {
        MeterScope scope = metrics.open(Map.of("name", "orders", "team", "shop"));
        var fetches = scope.registry().counter("weir.fetches");
        fetches.increment();

        scope.label(Map.of("name", "orders", "owner", "sales"));
        fetches.increment();

        assertThat(series("weir_fetches")).containsExactly("weir_fetches_total{name=\"orders\",owner=\"sales\"} 2.0");
    }

    @Test
    void aLabelThatASeriesHasOfItsOwnIsNotOverwritten() {
        metrics.open(Map.of("topic", "of the scope"))
                .registry()
                .counter("weir.fetches", "topic", "own")
                .increment();

        assertThat(series("weir_fetches")).containsExactly("weir_fetches_total{topic=\"own\"} 1.0");
    }

    @Test
    void theSeriesOfAScopeGoWithIt() {
        MeterScope scope = metrics.open(Map.of("name", "orders"));
        scope.registry().counter("weir.fetches").increment();

        scope.close();

        assertThat(series("weir_fetches")).isEmpty();
    }

    @Test
    void everyKindOfMeterIsTold() {
        var registry = metrics.open(Map.of("name", "orders")).registry();
        registry.gauge("weir.parked", new AtomicInteger(7));
        Timer.builder("weir.latency").register(registry).record(Duration.ofSeconds(2));
        DistributionSummary.builder("weir.sizes")
                .serviceLevelObjectives(10, 100)
                .register(registry)
                .record(50);

        assertThat(series("weir_latency"))
                .contains(
                        "weir_latency_seconds_count{name=\"orders\"} 1",
                        "weir_latency_seconds_sum{name=\"orders\"} 2.0",
                        "weir_latency_seconds_max{name=\"orders\"} 2.0");
        assertThat(series("weir_sizes"))
                .contains(
                        "weir_sizes_bucket{name=\"orders\",le=\"10.0\"} 0",
                        "weir_sizes_bucket{name=\"orders\",le=\"100.0\"} 1",
                        "weir_sizes_count{name=\"orders\"} 1");
    }

    @Test
    void theProcessTellsOfItsJvmItsBuffersAndItsVersion() {
        ProcessMeters.register(metrics.process(), "1.2.3");
        assertThat(series("jvm_memory_used_bytes")).isNotEmpty();
        assertThat(series("jvm_threads_live_threads")).hasSize(1);
        assertThat(series("jvm_gc_")).isNotEmpty();
        assertThat(series("process_cpu_usage")).hasSize(1);
        assertThat(series("process_uptime_seconds")).hasSize(1);
        assertThat(series("netty_allocator_memory_used{"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).doesNotContain("{id=").doesNotContain(",id="));
        assertThat(series("weir_build")).containsExactly("weir_build{version=\"1.2.3\"} 1.0");
    }

    private List<String> series(String prefix) {
        return scrape().lines().filter(line -> line.startsWith(prefix)).toList();
    }

    private String scrape() {
        var request = new Route.Request("GET", Map.of(), Map.of(), "");
        return metrics.route().answer().apply(request).body();
    }
}
