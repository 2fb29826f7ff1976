package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.log.EpochEnd;
import dev.weir.dataplane.kafka.log.Slice;
import dev.weir.dataplane.kafka.placement.Pod;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** What one look at a partition came to. */
sealed interface Outcome {
    /** It will not be answered. */
    default void drop() {}

    /** What it tells of, where it is the client's own progress in a partition that exists; else null. */
    default @Nullable TopicPartition partition() {
        return null;
    }

    /** Records that are here. The slice is the outcome's until it is answered or released. */
    record Here(TopicPartition partition, Slice slice, Bounds bounds) implements Outcome {
        @Override
        public void drop() {
            slice.release();
        }
    }

    /**
     * Records from upstream.
     *
     * @param sent gives back the room they take
     */
    record ReadThrough(TopicPartition partition, FetchResponseData.PartitionData answer, Runnable sent)
            implements Outcome {
        @Override
        public void drop() {
            sent.run();
        }
    }

    /**
     * Nothing yet.
     *
     * @param wakes what to look out for; null when it is not followed yet
     * @param inTheEnd what to say when nothing has come until the end of the wait
     */
    record Nothing(@Nullable TopicPartition wakes, Bounds bounds, Errors inTheEnd) implements Outcome {
        @Override
        public @Nullable TopicPartition partition() {
            return wakes;
        }
    }

    /** The client is mistaken, or this pod cannot serve it. */
    record Failed(Errors error, @Nullable Leader leader) implements Outcome {}

    /** Another pod holds it too, and has less to do. */
    record Preferred(Pod pod, Bounds bounds) implements Outcome {}

    /** The client has records that upstream has not (any more). */
    record Diverged(EpochEnd end, Bounds bounds) implements Outcome {}

    /** Only upstream can tell. */
    record Ask(Question question) implements Outcome {}

    /** Whom to turn to instead. */
    record Leader(Pod pod, int epoch) {}

    /** The offsets that a response tells along with the records; -1 where unknown. */
    record Bounds(long start, long highWatermark, long lastStable) {
        static final Bounds UNKNOWN = new Bounds(-1, -1, -1);
    }
}
