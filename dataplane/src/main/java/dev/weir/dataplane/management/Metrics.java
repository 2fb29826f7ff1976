package dev.weir.dataplane.management;

import dev.weir.dataplane.net.http.Answer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every meter of this process: its own, and those of each document in a scope of their own. */
public final class Metrics {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<MeterScope> scopes = new CopyOnWriteArrayList<>();
    private final PrometheusMeterRegistry exposed;
    private final MeterScope process;

    public Metrics() {
        var all = new PrometheusRegistry();
        all.register(this::snapshots);
        exposed = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, all, Clock.SYSTEM);
        process = open(Map.of());
    }

    /** The meters of the process as a whole. */
    public MeterRegistry process() {
        return process.registry();
    }

    /** Begins a scope, whose meters carry these labels. */
    public MeterScope open(Map<String, String> labels) {
        var scope = new MeterScope(this, labels);
        scopes.add(scope);
        return scope;
    }

    /** Tells all of them, in the text format of Prometheus. */
    public Route route() {
        return Route.get("/metrics", request -> new Answer(200, CONTENT_TYPE, exposed.scrape(CONTENT_TYPE)));
    }

    void remove(MeterScope scope) {
        scopes.remove(scope);
    }

    private MetricSnapshots snapshots() {
        var exposition = new Exposition();
        scopes.forEach(scope -> exposition.add(scope.scrape(), scope.labels()));
        return exposition.snapshots();
    }
}
