package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.cluster.Advertised;
import dev.weir.dataplane.kafka.wire.cluster.ApiVersionsHandler;
import dev.weir.dataplane.kafka.wire.cluster.DescribeClusterHandler;
import dev.weir.dataplane.kafka.wire.cluster.MetadataHandler;
import dev.weir.dataplane.kafka.wire.cluster.SaslRefusal;
import dev.weir.dataplane.kafka.wire.cluster.ServedVersions;
import dev.weir.dataplane.kafka.wire.fetch.FetchHandler;
import dev.weir.dataplane.kafka.wire.fetch.FetchMeters;
import dev.weir.dataplane.kafka.wire.frame.FrameMeters;
import dev.weir.dataplane.kafka.wire.frame.KafkaPipeline;
import dev.weir.dataplane.kafka.wire.frame.MemoryBudget;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import dev.weir.dataplane.kafka.wire.relay.RelayedApis;
import dev.weir.dataplane.net.ConnectionHandler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The listener's side of a Kafka cache: makes its connections those of Kafka clients, and answers them. */
public final class KafkaFront implements ConnectionHandler {
    /** Frames up to this size are bounded by the number of connections alone. */
    private static final int SMALL_REQUEST_BYTES = 64 * 1024;

    private final FetchHandler fetch;
    private final KafkaPipeline pipeline;
    private final Supplier<@Nullable SslContext> tls;

    /**
     * What a front is made of. It asks anew each time, so whatever lies behind may change.
     *
     * @param disk where logs may be searched, which takes its time
     * @param partitionMetrics whether partitions have meters of their own
     * @param tls what a connection is secured with that begins now, null for a plain one
     */
    public record Parts(
            Upstreams upstreams,
            Placement placement,
            Advertised advertised,
            Executor disk,
            Supplier<@Nullable SslContext> tls,
            InstantSource clock,
            MeterRegistry meters,
            BooleanSupplier partitionMetrics) {}

    public KafkaFront(FrontSettings settings, Parts parts) {
        tls = parts.tls();
        fetch = new FetchHandler(
                settings.fetch(),
                parts.upstreams(),
                parts.placement(),
                parts.advertised(),
                parts.clock(),
                new FetchMeters(parts.meters(), parts.partitionMetrics()));
        var memory = new MemoryBudget(settings.requestBytesMax(), SMALL_REQUEST_BYTES);
        Gauge.builder("weir.kafka.requests.held", memory, MemoryBudget::used)
                .baseUnit("bytes")
                .register(parts.meters());
        pipeline = new KafkaPipeline(settings.frames(), memory, new FrameMeters(parts.meters()), apis(parts));
    }

    private RequestHandler apis(Parts parts) {
        Map<ApiKeys, RequestHandler> handlers = new EnumMap<>(ApiKeys.class);
        handlers.putAll(RelayedApis.handlers(
                parts.upstreams(), parts.placement(), parts.advertised(), parts.disk(), parts.meters()));
        handlers.put(ApiKeys.FETCH, fetch);
        handlers.put(ApiKeys.METADATA, new MetadataHandler(parts.upstreams(), parts.placement(), parts.advertised()));
        handlers.put(
                ApiKeys.DESCRIBE_CLUSTER,
                new DescribeClusterHandler(parts.upstreams(), parts.placement(), parts.advertised()));
        handlers.put(ApiKeys.SASL_HANDSHAKE, new SaslRefusal());
        handlers.put(ApiKeys.SASL_AUTHENTICATE, new SaslRefusal());
        var served = EnumSet.copyOf(handlers.keySet());
        served.add(ApiKeys.API_VERSIONS);
        var versions = new ServedVersions(served, parts.upstreams());
        handlers.put(ApiKeys.API_VERSIONS, new ApiVersionsHandler(versions));
        return new ApiTable(handlers, versions, new RequestMeters(parts.meters()));
    }

    /** Is to hear of every append to the logs that are served. */
    public LogListener appends() {
        return fetch.appends();
    }

    @Override
    public void connected(SocketChannel connection) {
        pipeline.start(connection, tls.get());
    }
}
