package dev.weir.dataplane.kafka.wire.relay;

import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;

/** Takes requests apart that name topics or configurations, each of which has an upstream. */
final class TopicSplits {
    static final SplitApi<CreateTopicsRequestData, CreateTopicsResponseData, CreatableTopic> CREATE_TOPICS =
            new SplitApi<>(
                    CreateTopicsRequestData.class,
                    CreateTopicsResponseData.class,
                    request -> List.copyOf(request.topics()),
                    (request, topics) -> {
                        var part = new CreatableTopicCollection();
                        topics.forEach(topic -> part.add(topic.duplicate()));
                        return new CreateTopicsRequestData()
                                .setTopics(part)
                                .setTimeoutMs(request.timeoutMs())
                                .setValidateOnly(request.validateOnly());
                    },
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        part.topics().forEach(topic -> into.topics().add(topic.duplicate()));
                    });

    /** Up to version 5 topics are a list of names, then of names or ids. */
    static final SplitApi<DeleteTopicsRequestData, DeleteTopicsResponseData, DeleteTopicState> DELETE_TOPICS =
            new SplitApi<>(
                    DeleteTopicsRequestData.class,
                    DeleteTopicsResponseData.class,
                    request -> request.topics().isEmpty()
                            ? request.topicNames().stream()
                                    .map(name -> new DeleteTopicState().setName(name))
                                    .toList()
                            : request.topics(),
                    (request, topics) -> request.topics().isEmpty()
                            ? new DeleteTopicsRequestData()
                                    .setTimeoutMs(request.timeoutMs())
                                    .setTopicNames(topics.stream()
                                            .map(DeleteTopicState::name)
                                            .toList())
                            : new DeleteTopicsRequestData()
                                    .setTimeoutMs(request.timeoutMs())
                                    .setTopics(topics),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        part.responses().forEach(topic -> into.responses().add(topic.duplicate()));
                    });

    static final SplitApi<CreatePartitionsRequestData, CreatePartitionsResponseData, CreatePartitionsTopic>
            CREATE_PARTITIONS = new SplitApi<>(
                    CreatePartitionsRequestData.class,
                    CreatePartitionsResponseData.class,
                    request -> List.copyOf(request.topics()),
                    (request, topics) -> {
                        var part = new CreatePartitionsRequestData.CreatePartitionsTopicCollection();
                        topics.forEach(topic -> part.add(topic.duplicate()));
                        return new CreatePartitionsRequestData()
                                .setTopics(part)
                                .setTimeoutMs(request.timeoutMs())
                                .setValidateOnly(request.validateOnly());
                    },
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.results().addAll(part.results());
                    });

    static final SplitApi<DescribeConfigsRequestData, DescribeConfigsResponseData, DescribeConfigsResource>
            DESCRIBE_CONFIGS = new SplitApi<>(
                    DescribeConfigsRequestData.class,
                    DescribeConfigsResponseData.class,
                    DescribeConfigsRequestData::resources,
                    (request, resources) -> new DescribeConfigsRequestData()
                            .setResources(resources)
                            .setIncludeSynonyms(request.includeSynonyms())
                            .setIncludeDocumentation(request.includeDocumentation()),
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.results().addAll(part.results());
                    });

    static final SplitApi<
                    AlterConfigsRequestData, AlterConfigsResponseData, AlterConfigsRequestData.AlterConfigsResource>
            ALTER_CONFIGS = new SplitApi<>(
                    AlterConfigsRequestData.class,
                    AlterConfigsResponseData.class,
                    request -> List.copyOf(request.resources()),
                    (request, resources) -> {
                        var part = new AlterConfigsRequestData.AlterConfigsResourceCollection();
                        resources.forEach(resource -> part.add(resource.duplicate()));
                        return new AlterConfigsRequestData().setResources(part).setValidateOnly(request.validateOnly());
                    },
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.responses().addAll(part.responses());
                    });

    static final SplitApi<
                    IncrementalAlterConfigsRequestData,
                    IncrementalAlterConfigsResponseData,
                    IncrementalAlterConfigsRequestData.AlterConfigsResource>
            INCREMENTAL_ALTER_CONFIGS = new SplitApi<>(
                    IncrementalAlterConfigsRequestData.class,
                    IncrementalAlterConfigsResponseData.class,
                    request -> List.copyOf(request.resources()),
                    (request, resources) -> {
                        var part = new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection();
                        resources.forEach(resource -> part.add(resource.duplicate()));
                        return new IncrementalAlterConfigsRequestData()
                                .setResources(part)
                                .setValidateOnly(request.validateOnly());
                    },
                    (into, part) -> {
                        into.setThrottleTimeMs(Math.max(into.throttleTimeMs(), part.throttleTimeMs()));
                        into.responses().addAll(part.responses());
                    });

    private TopicSplits() {}
}
