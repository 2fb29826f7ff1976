package dev.weir.e2e.cache.client;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far some partitions reach: what a reader of that isolation level has to read up to. */
public record Extent(IsolationLevel isolation, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    public static Extent of(String bootstrap, Collection<String> topics, IsolationLevel isolation) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            return of(admin, topics, isolation);
        }
    }

    public static Extent of(Admin admin, Collection<String> topics, IsolationLevel isolation) {
        try {
            var partitions = new HashMap<TopicPartition, OffsetSpec>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> description
                            .partitions()
                            .forEach(partition -> partitions.put(
                                    new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
            Map<TopicPartition, Long> ends = offsets(admin, partitions, isolation);
            partitions.replaceAll((partition, latest) -> OffsetSpec.earliest());
            return new Extent(isolation, offsets(admin, partitions, isolation), ends);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("cannot tell how far " + topics + " reach", e);
        }
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Map<TopicPartition, OffsetSpec> specs, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        return admin.listOffsets(specs, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    public long end(TopicPartition partition) {
        return Objects.requireNonNull(ends.get(partition));
    }

    public Set<String> topics() {
        var names = new TreeSet<String>();
        ends.keySet().forEach(partition -> names.add(partition.topic()));
        return names;
    }
}
