package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/**
 * Answers Metadata: the pods as brokers, the topics that routes let exist here, and for each partition the pods that
 * hold it. Of those, the first that is ready leads. Leader epochs are upstream's, so that they mean the same
 * everywhere.
 */
public final class MetadataHandler implements RequestHandler {
    private final Upstreams upstreams;
    private final Placement placement;
    private final Advertised advertised;

    public MetadataHandler(Upstreams upstreams, Placement placement, Advertised advertised) {
        this.upstreams = upstreams;
        this.placement = placement;
        this.advertised = advertised;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        MetadataRequestData body = request.body(MetadataRequestData.class);
        Topology topology = upstreams.topology();
        Set<String> unknown = unknown(body, topology);
        boolean everything = body.topics() == null && topology.clusterId().isEmpty();
        if (unknown.isEmpty() && !everything) {
            return CompletableFuture.completedFuture(answer(request, body, topology));
        }
        boolean create = request.version() < 4 || body.allowAutoTopicCreation();
        return upstreams.refresh(unknown, create).thenApply(refreshed -> answer(request, body, refreshed));
    }

    /** Topics asked for by name that upstream may have by now. */
    private static Set<String> unknown(MetadataRequestData body, Topology topology) {
        if (body.topics() == null) {
            return Set.of();
        }
        Set<String> unknown = new HashSet<>();
        for (MetadataRequestTopic topic : body.topics()) {
            if (topic.name() != null && topology.topic(topic.name()) == null) {
                unknown.add(topic.name());
            }
        }
        return unknown;
    }

    private Reply answer(Request request, MetadataRequestData body, Topology topology) {
        var response =
                new MetadataResponseData().setClusterId(topology.clusterId().isEmpty() ? null : topology.clusterId());
        List<Pod> serving = placement.serving();
        for (Pod pod : serving) {
            Endpoint endpoint = advertised.endpoint(pod, request.client());
            response.brokers()
                    .add(new MetadataResponseBroker()
                            .setNodeId(pod.ordinal())
                            .setHost(endpoint.host())
                            .setPort(endpoint.port()));
        }
        response.setControllerId(serving.isEmpty() ? -1 : serving.getFirst().ordinal());
        Errors error = Errors.NONE;
        if (body.topics() == null || (request.version() == 0 && body.topics().isEmpty())) {
            topology.topics().values().stream()
                    .sorted(Comparator.comparing(Topic::name))
                    .forEach(topic -> response.topics().add(describe(topic)));
        } else {
            for (MetadataRequestTopic asked : body.topics()) {
                MetadataResponseTopic topic = describe(asked, topology);
                response.topics().add(topic);
                error = topic.errorCode() == Errors.NONE.code() ? error : Errors.forCode(topic.errorCode());
            }
        }
        return Reply.of(response, error);
    }

    private MetadataResponseTopic describe(MetadataRequestTopic asked, Topology topology) {
        String name = asked.name();
        Topic topic = name == null ? topology.topic(asked.topicId()) : topology.topic(name);
        if (topic != null) {
            return describe(topic);
        }
        return name == null
                ? new MetadataResponseTopic()
                        .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code())
                        .setName(null)
                        .setTopicId(asked.topicId())
                : new MetadataResponseTopic()
                        .setErrorCode(nameError(name).code())
                        .setName(name)
                        .setTopicId(Uuid.ZERO_UUID);
    }

    private static Errors nameError(String name) {
        return org.apache.kafka.common.internals.Topic.isValid(name)
                ? Errors.UNKNOWN_TOPIC_OR_PARTITION
                : Errors.INVALID_TOPIC_EXCEPTION;
    }

    private MetadataResponseTopic describe(Topic topic) {
        var described = new MetadataResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(topic.internal());
        for (Partition partition : topic.partitions()) {
            described.partitions().add(describe(topic.name(), partition));
        }
        return described;
    }

    private MetadataResponsePartition describe(String topic, Partition partition) {
        List<Pod> owners = placement.owners(new TopicPartition(topic, partition.index()));
        List<Integer> ready =
                owners.stream().filter(Pod::ready).map(Pod::ordinal).toList();
        return new MetadataResponsePartition()
                .setPartitionIndex(partition.index())
                .setLeaderEpoch(partition.leaderEpoch())
                .setReplicaNodes(owners.stream().map(Pod::ordinal).toList())
                .setIsrNodes(ready)
                .setLeaderId(ready.isEmpty() ? -1 : ready.getFirst())
                .setErrorCode(ready.isEmpty() ? Errors.LEADER_NOT_AVAILABLE.code() : Errors.NONE.code());
    }
}
