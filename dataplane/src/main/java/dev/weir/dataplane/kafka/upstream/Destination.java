package dev.weir.dataplane.kafka.upstream;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/** Which broker of an upstream a request is for. */
public sealed interface Destination {
    /** Whichever is connected and has least to do. */
    record Any() implements Destination {}

    record Controller() implements Destination {}

    record Node(int id) implements Destination {}

    record LeaderOf(TopicPartition partition) implements Destination {}

    /** The coordinator of a group or transactional id: looked up, remembered, and forgotten when it says it is not. */
    record Coordinator(CoordinatorType type, String key) implements Destination {}
}
