package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import dev.weir.dataplane.kafka.upstream.connection.BrokerConnections;
import dev.weir.dataplane.kafka.upstream.connection.ReceiveBuffers;
import dev.weir.dataplane.logging.LogKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how an upstream does: in the status, in metrics, and in the log with one line when something changes and one
 * now and then while it stays bad.
 */
final class ConnectionWatch implements BrokerConnections.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final Duration REMIND = Duration.ofMinutes(1);

    /** One broker that does not answer is no news as long as others do. */
    private static final int FAILURES_UNTIL_AWAY = 3;

    private final String upstream;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Counter connects;
    private final Counter failures;
    private final Map<Integer, Instant> told = new HashMap<>();
    private final List<Meter> meters;
    private Runnable onConnect = () -> {};
    private Instant toldAway = Instant.MIN;
    private volatile UpstreamStatus status;
    private volatile int brokersConnected;
    private volatile @Nullable String secretsProblem;

    ConnectionWatch(String upstream, ReceiveBuffers memory, InstantSource clock, MeterRegistry registry) {
        this.upstream = upstream;
        this.clock = clock;
        this.registry = registry;
        this.status = new UpstreamStatus(upstream, false, clock.instant(), "not connected yet", null, List.of());
        Tags tags = Tags.of("upstream", upstream);
        this.connects = registry.counter("weir.kafka.upstream.connects", tags);
        this.failures = registry.counter("weir.kafka.upstream.connect.failures", tags);
        this.meters = List.of(
                connects,
                failures,
                Gauge.builder("weir.kafka.upstream.connected", () -> status.connected() ? 1 : 0)
                        .tags(tags)
                        .register(registry),
                Gauge.builder("weir.kafka.upstream.secrets.unusable", () -> secretsProblem == null ? 0 : 1)
                        .tags(tags)
                        .register(registry),
                Gauge.builder("weir.kafka.upstream.brokers.connected", () -> brokersConnected)
                        .tags(tags)
                        .register(registry),
                Gauge.builder("weir.kafka.upstream.held.bytes", memory, ReceiveBuffers::bytesInUse)
                        .tags(tags)
                        .register(registry));
    }

    void onConnect(Runnable action) {
        onConnect = action;
    }

    UpstreamStatus status() {
        return status.withSecretsProblem(secretsProblem);
    }

    /**
     * Says why changed secrets are not used; any thread.
     *
     * @param problem null when there is none any more
     */
    void secrets(@Nullable String problem) {
        if (problem != null && !problem.equals(secretsProblem)) {
            log.atWarn()
                    .addKeyValue(LogKey.UPSTREAM, upstream)
                    .addKeyValue(LogKey.REASON, problem)
                    .log("Secrets have changed and cannot be used; connections go on with the former ones");
        }
        secretsProblem = problem;
    }

    void brokersConnected(int count) {
        brokersConnected = count;
    }

    /** Its metadata was read. */
    void reached(List<Node> brokers) {
        List<String> names = brokers.stream()
                .map(node -> node.host() + ":" + node.port() + " (" + node.id() + ")")
                .toList();
        UpstreamStatus before = status;
        if (!before.connected()) {
            status = new UpstreamStatus(upstream, true, clock.instant(), null, null, names);
            log.atInfo()
                    .addKeyValue(LogKey.UPSTREAM, upstream)
                    .addKeyValue(LogKey.BROKER, String.join(", ", names))
                    .log("Connected to upstream");
        } else if (!before.brokers().equals(names)) {
            status = new UpstreamStatus(upstream, true, before.since(), null, null, names);
        }
    }

    /** Its metadata could not be read. */
    void away(String reason, int failuresInARow) {
        UpstreamStatus before = status;
        if (failuresInARow < FAILURES_UNTIL_AWAY && before.connected()) {
            return;
        }
        Instant now = clock.instant();
        Instant since = before.connected() ? now : before.since();
        status = new UpstreamStatus(upstream, false, since, reason, null, before.brokers());
        if (before.connected() || !now.isBefore(toldAway.plus(REMIND))) {
            toldAway = now;
            log.atWarn()
                    .addKeyValue(LogKey.UPSTREAM, upstream)
                    .addKeyValue(LogKey.REASON, reason)
                    .log("Upstream is away; what is held is served, and it is tried again");
        }
    }

    @Override
    public void connected(Node broker, NodeApiVersions versions) {
        connects.increment();
        onConnect.run();
    }

    @Override
    public void recovered(Node broker) {
        if (told.remove(broker.id()) != null) {
            log.atInfo()
                    .addKeyValue(LogKey.UPSTREAM, upstream)
                    .addKeyValue(LogKey.BROKER, name(broker))
                    .log("A broker answers again");
        }
    }

    @Override
    public void failed(Node broker, String reason, int failuresInARow) {
        failures.increment();
        if (!status.connected()) {
            return; // that the upstream is away, and why, is told for all of its brokers
        }
        Instant now = clock.instant();
        Instant last = told.get(broker.id());
        if (last == null || !now.isBefore(last.plus(REMIND))) {
            told.put(broker.id(), now);
            log.atWarn()
                    .addKeyValue(LogKey.UPSTREAM, upstream)
                    .addKeyValue(LogKey.BROKER, name(broker))
                    .addKeyValue(LogKey.REASON, reason)
                    .log("A broker cannot be reached; it is tried again");
        }
    }

    private static String name(Node broker) {
        return broker.host() + ":" + broker.port();
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
