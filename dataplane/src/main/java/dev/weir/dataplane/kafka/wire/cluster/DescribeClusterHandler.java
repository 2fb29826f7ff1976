package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.Errors;

/** Answers DescribeCluster: the pods that can serve, under upstream's cluster id. */
public final class DescribeClusterHandler implements RequestHandler {
    private static final byte BROKERS = 1;

    private final Upstreams upstreams;
    private final Placement placement;
    private final Advertised advertised;

    public DescribeClusterHandler(Upstreams upstreams, Placement placement, Advertised advertised) {
        this.upstreams = upstreams;
        this.placement = placement;
        this.advertised = advertised;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        return CompletableFuture.completedFuture(answer(request));
    }

    private Reply answer(Request request) {
        if (request.body(DescribeClusterRequestData.class).endpointType() != BROKERS) {
            return request.fail(Errors.MISMATCHED_ENDPOINT_TYPE, "There are no controllers here.");
        }
        List<Pod> serving = placement.serving();
        var response = new DescribeClusterResponseData()
                .setClusterId(upstreams.topology().clusterId())
                .setControllerId(serving.isEmpty() ? -1 : serving.getFirst().ordinal());
        for (Pod pod : serving) {
            Endpoint endpoint = advertised.endpoint(pod, request.client());
            response.brokers()
                    .add(new DescribeClusterBroker()
                            .setBrokerId(pod.ordinal())
                            .setHost(endpoint.host())
                            .setPort(endpoint.port()));
        }
        return Reply.of(response);
    }
}
