package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.log.TopicSettings;
import dev.weir.dataplane.kafka.upstream.Ownership;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** What the document says at the moment, and what was asked for since. */
record BindingInterests(String upstream, Supplier<Plan> plan, Demands demands, Ownership ownership)
        implements Interests {
    @Override
    public boolean belongs(String topic) {
        return upstream.equals(plan.get().routes().upstreamOf(topic));
    }

    @Override
    public boolean follows(Topic topic) {
        return plan.get().bootstraps(topic) || demands.contains(topic.name());
    }

    @Override
    public boolean owns(TopicPartition partition) {
        return ownership.owns(partition);
    }

    @Override
    public boolean fromEarliest(String topic) {
        return plan.get().fromEarliest(topic);
    }

    @Override
    public TopicSettings adjusted(String topic, TopicSettings own) {
        return plan.get().adjusted(topic, own);
    }
}
