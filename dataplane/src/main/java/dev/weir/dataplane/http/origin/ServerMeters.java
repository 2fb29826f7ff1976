package dev.weir.dataplane.http.origin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/**
 * What is counted of one server of a route. While the settings of a route change there are two origins with this
 * server: what is open is summed up over both.
 */
final class ServerMeters {
    private final MeterRegistry meters;
    private final Tags tags;
    private final List<Server> servers = new CopyOnWriteArrayList<>();
    private final List<Gauge> gauges;
    private final Counter requests;
    private final Counter retries;
    private final Timer latency;

    ServerMeters(MeterRegistry meters, String route, String server) {
        this.meters = meters;
        this.tags = Tags.of("route", route, "server", server);
        this.requests = meters.counter("weir.http.origin.requests", tags);
        this.retries = meters.counter("weir.http.origin.retries", tags);
        this.latency = meters.timer("weir.http.origin.latency", tags);
        this.gauges = List.of(
                gauge("weir.http.origin.addresses", endpoint -> 1),
                gauge("weir.http.origin.ejected", endpoint -> endpoint.health().isAsked() ? 0 : 1),
                gauge(
                        "weir.http.origin.connections",
                        endpoint -> endpoint.limit().open()),
                gauge(
                        "weir.http.origin.connections.limit",
                        endpoint -> endpoint.limit().max()),
                gauge("weir.http.origin.waiting", endpoint -> endpoint.limit().waiting()),
                gauge(
                        "weir.http.origin.waiting.limit",
                        endpoint -> endpoint.limit().waitingMax()));
    }

    void join(Server server) {
        servers.add(server);
    }

    /** Returns whether it was the last. */
    boolean leave(Server server) {
        return servers.remove(server) && servers.isEmpty();
    }

    /** Takes the gauges away. */
    void forget() {
        gauges.forEach(meters::remove);
    }

    Counter requests() {
        return requests;
    }

    Counter retries() {
        return retries;
    }

    /** From when a request is sent to when its answer begins. */
    Timer latency() {
        return latency;
    }

    void failed(OriginFailure.Kind kind) {
        meters.counter("weir.http.origin.errors", tags.and("kind", kind.name().toLowerCase(Locale.ROOT)))
                .increment();
    }

    private Gauge gauge(String name, ToIntFunction<Endpoint> value) {
        return Gauge.builder(
                        name,
                        servers,
                        all -> all.stream()
                                .flatMap(server -> server.endpoints().stream())
                                .mapToInt(value)
                                .sum())
                .tags(tags)
                .register(meters);
    }
}
