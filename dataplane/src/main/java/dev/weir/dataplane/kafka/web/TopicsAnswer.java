package dev.weir.dataplane.kafka.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.access.Permit;
import dev.weir.dataplane.kafka.web.access.Right;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.read.PartitionExtent;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells which topics there are, and what there is of one. */
final class TopicsAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopicReads reads;

    TopicsAnswer(TopicReads reads) {
        this.reads = reads;
    }

    /** Those that may be read. */
    void all(Output output, Permit permit) {
        var topics = new ArrayList<Map<String, Object>>();
        for (Topic topic : reads.topics()) {
            if (permit.allows(Right.READ, topic.name())) {
                topics.add(about(topic));
            }
        }
        answer(output, Map.of("topics", topics));
    }

    void one(Topic topic, Output output) throws ReadException, InterruptedException {
        Map<String, Object> about = about(topic);
        about.put("id", topic.id().toString());
        about.put("upstream", topic.upstream());
        var partitions = new ArrayList<Map<String, Object>>();
        for (PartitionExtent extent : reads.extents(topic)) {
            Map<String, Object> partition = new LinkedHashMap<>();
            partition.put("partition", extent.partition());
            partition.put("start", extent.start());
            partition.put("end", extent.end());
            if (extent.cachedFrom() >= 0) {
                partition.put("cachedFrom", extent.cachedFrom());
                partition.put("lag", extent.lag());
            }
            partitions.add(partition);
        }
        about.put("offsets", partitions);
        Map<String, String> configuration = configuration(topic);
        if (!configuration.isEmpty()) {
            about.put("configuration", configuration);
        }
        answer(output, about);
    }

    /** Where upstream cannot be asked the rest is told all the same. */
    private Map<String, String> configuration(Topic topic) {
        try {
            return reads.configuration(topic);
        } catch (ReadException e) {
            return Map.of();
        }
    }

    private static Map<String, Object> about(Topic topic) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("name", topic.name());
        about.put("partitions", topic.partitions().size());
        about.put("messages", "/topics/" + topic.name() + "/messages");
        return about;
    }

    private static void answer(Output output, Map<String, ?> content) {
        try {
            output.coded(
                    200,
                    FieldList.of("Content-Type", "application/json", "Cache-Control", "no-cache"),
                    (JSON.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // plain values can be written
        }
    }
}
