package dev.weir.dataplane.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;

/**
 * Meters that belong together, such as those of one document. Every series of them carries the labels of the scope,
 * which are added when it is scraped: so they may change at any time, and the code that counts need not know them.
 */
public final class MeterScope implements AutoCloseable {
    private final Metrics owner;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile Labels labels;

    MeterScope(Metrics owner, Map<String, String> labels) {
        this.owner = owner;
        this.labels = labels(labels);
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** Gives every series of this scope these labels. A label that a series has of its own stays. */
    public void label(Map<String, String> next) {
        labels = labels(next);
    }

    MetricSnapshots scrape() {
        return registry.getPrometheusRegistry().scrape();
    }

    Labels labels() {
        return labels;
    }

    /** Takes its meters away. */
    @Override
    public void close() {
        owner.remove(this);
        registry.close();
    }

    private static Labels labels(Map<String, String> labels) {
        var builder = Labels.builder();
        labels.forEach(builder::label);
        return builder.build();
    }
}
