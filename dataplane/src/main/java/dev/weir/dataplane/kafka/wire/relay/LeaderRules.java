package dev.weir.dataplane.kafka.wire.relay;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** Requests about partitions go to their leaders. */
record LeaderRules<Q, R, I>(
        Leaders leaders, Home home, Function<I, TopicPartition> partition, ToIntFunction<Q> timeoutMillis)
        implements SplitRelay.Rules<Q, R, I> {
    @Override
    public Route route(Q request, I item) {
        TopicPartition name = partition.apply(item);
        return leaders.route(name.topic(), Uuid.ZERO_UUID, name.partition());
    }

    @Override
    public Duration timeout(Q request) {
        return Timeouts.named(timeoutMillis.applyAsInt(request));
    }

    @Override
    public Errors unanswered(boolean notSent) {
        return notSent ? Errors.LEADER_NOT_AVAILABLE : Errors.REQUEST_TIMED_OUT;
    }
}
