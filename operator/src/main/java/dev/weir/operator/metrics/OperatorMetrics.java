package dev.weir.operator.metrics;

import dev.weir.api.ConditionStatus;
import dev.weir.operator.conditions.ConditionType;
import dev.weir.operator.conditions.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Counts what the SDK tells of, and how each resource is. */
public final class OperatorMetrics implements Metrics {
    private static final String RECONCILES = "weir.operator.reconciles";
    private static final String QUEUE = "weir.operator.queue";
    private static final String READY = "weir.operator.resource.ready";
    private static final String LEADER = "weir.operator.leader";
    private static final String CONTROLLER = "controller";
    private static final String RESULT = "result";

    private final MeterRegistry meters;
    private final Map<Resource, Ready> resources = new ConcurrentHashMap<>();

    private record Resource(String kind, String namespace, String name) {}

    private record Ready(AtomicInteger value, Gauge gauge) {}

    public OperatorMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Tells whether this operator works: 1 or 0. */
    public void leader(Supplier<Number> leads) {
        Gauge.builder(LEADER, leads).register(meters);
    }

    /** Tells how many resources the threads have at hand, and how many wait for one. */
    public void queue(ThreadPoolExecutor threads) {
        Gauge.builder(
                        QUEUE,
                        threads,
                        pool -> pool.getActiveCount() + pool.getQueue().size())
                .register(meters);
    }

    /** Tells whether a resource is ready, until it is deleted. */
    public void ready(HasMetadata resource, Conditions conditions) {
        boolean ready = conditions
                .find(ConditionType.READY)
                .filter(condition -> condition.status() == ConditionStatus.TRUE)
                .isPresent();
        var id = new Resource(
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
        resources.computeIfAbsent(id, this::register).value().set(ready ? 1 : 0);
    }

    private Ready register(Resource resource) {
        var value = new AtomicInteger();
        Gauge gauge = Gauge.builder(READY, value, AtomicInteger::get)
                .tag("kind", resource.kind())
                .tag("namespace", resource.namespace())
                .tag("name", resource.name())
                .register(meters);
        return new Ready(value, gauge);
    }

    private void gone(String kind, String namespace, String name) {
        Ready ready = resources.remove(new Resource(kind, namespace, name));
        if (ready != null) {
            meters.remove(ready.gauge());
        }
    }

    @Override
    public void cleanupDoneFor(ResourceID resource, Map<String, Object> metadata) {
        resources.keySet().stream()
                .filter(id -> id.name().equals(resource.getName())
                        && id.namespace().equals(resource.getNamespace().orElse("")))
                .filter(id ->
                        metadata.values().stream().anyMatch(value -> id.kind().equals(kind(value))))
                .toList()
                .forEach(id -> gone(id.kind(), id.namespace(), id.name()));
    }

    private static String kind(Object value) {
        return value instanceof GroupVersionKind kind ? kind.getKind() : "";
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer.Sample sample = Timer.start(meters);
        String result = "failure";
        try {
            T outcome = execution.execute();
            result = "success";
            return outcome;
        } finally {
            sample.stop(Timer.builder(RECONCILES)
                    .tag(CONTROLLER, execution.controllerName())
                    .tag(RESULT, result)
                    .register(meters));
        }
    }
}
