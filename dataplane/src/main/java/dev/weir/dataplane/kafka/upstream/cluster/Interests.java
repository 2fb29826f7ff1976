package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.Topic;
import org.apache.kafka.common.TopicPartition;

/** What a binding wants of one upstream. May change at any time; any thread. */
interface Interests {
    /** Whether the routes give topics of this name to the upstream. */
    boolean belongs(String topic);

    /** Whether it is followed: asked for by the document, or by somebody since. */
    boolean follows(Topic topic);

    /** Whether this pod holds the partition. */
    boolean owns(TopicPartition partition);

    /** Whether its copy begins with upstream's first record, or with the next one. */
    boolean fromEarliest(String topic);

    /** The topic's own settings with the binding's on top. */
    TopicSettings adjusted(String topic, TopicSettings own);
}
