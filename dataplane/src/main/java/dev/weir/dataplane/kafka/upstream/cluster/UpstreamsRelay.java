package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.upstream.RelayException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Finds the upstream that a request is for. */
record UpstreamsRelay(Function<String, @Nullable UpstreamCluster> clusters) implements Relay {
    @Override
    public CompletableFuture<ByteBuffer> send(
            String upstream, Destination to, Lane lane, ByteBuffer frame, Duration timeout) {
        return send(upstream, to, lane, frame, true, timeout);
    }

    @Override
    public CompletableFuture<Void> sendWithoutResponse(
            String upstream, Destination to, Lane lane, ByteBuffer frame, Duration timeout) {
        return send(upstream, to, lane, frame, false, timeout).thenAccept(nothing -> {});
    }

    private CompletableFuture<ByteBuffer> send(
            String upstream, Destination to, Lane lane, ByteBuffer frame, boolean expectsResponse, Duration timeout) {
        UpstreamCluster cluster = clusters.apply(upstream);
        return cluster == null
                ? CompletableFuture.failedFuture(new RelayException.NotSent(
                        Errors.BROKER_NOT_AVAILABLE, "there is no upstream " + upstream + " any more"))
                : cluster.relay().send(to, lane, frame, expectsResponse, timeout);
    }

    @Override
    public ApiVersionRanges versions(String upstream) {
        UpstreamCluster cluster = clusters.apply(upstream);
        return cluster == null ? ApiVersionRanges.UNKNOWN : cluster.view().versions();
    }

    @Override
    public void forgetCoordinator(String upstream, Destination.Coordinator coordinator) {
        UpstreamCluster cluster = clusters.apply(upstream);
        if (cluster != null) {
            cluster.relay().forget(coordinator);
        }
    }
}
