package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.EpochEnd;
import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.upstream.connection.Failure;
import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a log back in line with its leader's: when the leader has deleted what would come next, when it has lost what
 * is here (unclean election), when histories differ.
 */
final class OffsetRepair {
    private static final Logger log = LoggerFactory.getLogger(OffsetRepair.class);

    /** Should never be needed: questions and writes end by themselves before. */
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final FollowerResources resources;
    private final Fetching fetching;

    OffsetRepair(FollowerResources resources, Fetching fetching) {
        this.resources = resources;
        this.fetching = fetching;
    }

    @FunctionalInterface
    private interface Cut {
        void apply(PartitionLog log) throws LogException;
    }

    /** The leader has neither a record at our end, nor is that its own end. */
    void outOfRange(FollowedPartition partition) {
        hold(partition, "its end is out of upstream's range");
        ifEarliestKnown(partition, earliest -> {
            if (partition.log().endOffset() < earliest) {
                restart(partition, earliest, "upstream has deleted what would come next");
            } else {
                askForEpoch(partition, earliest);
            }
        });
    }

    private void askForEpoch(FollowedPartition partition, long earliest) {
        OptionalInt epoch = partition.log().latestEpoch();
        if (epoch.isEmpty()) {
            restart(partition, earliest, "upstream's log is shorter and no epoch tells what it has in common");
            return;
        }
        TopicPartition asked = partition.topicPartition();
        resources
                .calls()
                .ask(
                        partition.leader(),
                        OffsetQuestion.epochEnd(asked, partition.leaderEpoch(), epoch.getAsInt()),
                        OffsetForLeaderEpochResponseData.class,
                        answer -> epochKnown(partition, earliest, answer),
                        failure -> retry(partition, failure));
    }

    private void epochKnown(FollowedPartition partition, long earliest, OffsetForLeaderEpochResponseData answer) {
        var one = answer.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .findFirst();
        Errors error = one.isEmpty()
                ? Errors.UNKNOWN_SERVER_ERROR
                : Errors.forCode(one.get().errorCode());
        if (one.isEmpty() || error != Errors.NONE) {
            fetching.pause(partition, true, error.message());
        } else if (one.get().endOffset() < 0) {
            restart(partition, earliest, "upstream does not know the epochs that are here");
        } else if (one.get().endOffset() >= partition.log().endOffset()
                && one.get().leaderEpoch() == partition.log().latestEpoch().orElse(-1)) {
            // in range by all accounts; that the epoch itself has gone upstream must have been the reason
            partition.epochUnknownUpstream();
            release(partition);
        } else {
            cutBack(partition, new EpochEnd(one.get().leaderEpoch(), one.get().endOffset()), earliest);
        }
    }

    /** The leader says where the history that it has in common with ours ends at the latest. */
    void diverged(FollowedPartition partition, EpochEnd common) {
        hold(partition, "its history differs from upstream's");
        ifEarliestKnown(partition, earliest -> cutBack(partition, common, earliest));
    }

    private void cutBack(FollowedPartition partition, EpochEnd common, long earliest) {
        PartitionLog own = partition.log();
        long end = own.endOffset();
        long target = Truncation.target(common, own.endOffsetForEpoch(common.leaderEpoch()), end);
        if (target >= end || target < own.startOffset() || target < earliest) {
            restart(partition, Math.max(earliest, 0), "nothing here is known to be part of upstream's history");
        } else {
            String reason = "upstream's history has parted from it";
            write(partition, reason, target, it -> it.truncateTo(target));
        }
    }

    private void restart(FollowedPartition partition, long offset, String reason) {
        write(partition, reason, offset, it -> it.truncateFullyAndStartAt(offset));
    }

    private void write(FollowedPartition partition, String reason, long offset, Cut cut) {
        if (partition.isStopped()) {
            return;
        }
        log.atWarn()
                .addKeyValue(LogKey.TOPIC, partition.id().topic())
                .addKeyValue(LogKey.PARTITION, partition.id().partition())
                .addKeyValue(LogKey.OFFSET, offset)
                .addKeyValue(LogKey.REASON, reason)
                .log("The log is cut to begin or end elsewhere, as upstream's has changed");
        resources.meters().cut();
        partition.writeBegun();
        resources.writers().execute(() -> {
            String failure = apply(partition.log(), cut);
            resources.thread().execute(() -> {
                partition.writeEnded();
                if (failure.isEmpty()) {
                    release(partition);
                } else {
                    fetching.pause(partition, false, failure);
                    fetching.settle(partition);
                }
            });
        });
    }

    /** What went wrong, or empty. */
    private static String apply(PartitionLog log, Cut cut) {
        try {
            cut.apply(log);
            return "";
        } catch (LogException | RuntimeException e) {
            return String.valueOf(e);
        }
    }

    private void ifEarliestKnown(FollowedPartition partition, LongConsumer then) {
        var place = new OffsetQuestion.Place(partition.topicPartition(), partition.leaderEpoch(), true);
        resources
                .calls()
                .ask(
                        partition.leader(),
                        OffsetQuestion.list(List.of(place)),
                        ListOffsetsResponseData.class,
                        answer -> earliestKnown(partition, answer, then),
                        failure -> retry(partition, failure));
    }

    private void earliestKnown(FollowedPartition partition, ListOffsetsResponseData answer, LongConsumer then) {
        if (partition.isStopped()) {
            return;
        }
        var one = answer.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .findFirst();
        Errors error = one.isEmpty()
                ? Errors.UNKNOWN_SERVER_ERROR
                : Errors.forCode(one.get().errorCode());
        if (one.isEmpty() || error != Errors.NONE) {
            fetching.pause(partition, true, error.message());
        } else {
            then.accept(one.get().offset());
        }
    }

    private void retry(FollowedPartition partition, Failure failure) {
        fetching.pause(partition, true, failure.reason());
    }

    /** Not fetched while it is being repaired. */
    private void hold(FollowedPartition partition, String reason) {
        fetching.pause(partition, false, reason, AT_MOST);
    }

    private void release(FollowedPartition partition) {
        partition.endPause();
        fetching.settle(partition);
    }
}
