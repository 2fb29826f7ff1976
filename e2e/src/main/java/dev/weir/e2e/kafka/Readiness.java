package dev.weir.e2e.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;

/** Asks a broker itself whether the cluster counts it among its live brokers. */
final class Readiness implements BooleanSupplier, AutoCloseable {
    private final Node node;
    private final Admin admin;

    Readiness(Node node) {
        this.node = node;
        this.admin = Admin.create(Map.of(
                "bootstrap.servers", node.address(Node.PLAIN),
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "20",
                "retry.backoff.ms", "20"));
    }

    @Override
    public boolean getAsBoolean() {
        try {
            return admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).stream()
                    .anyMatch(live -> live.id() == node.id());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Without waiting for answers: a broker that failed to start will never give one. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
