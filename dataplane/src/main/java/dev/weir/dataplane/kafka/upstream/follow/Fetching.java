package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.EpochEnd;
import dev.weir.dataplane.kafka.log.LogException;
import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.message.FetchResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides from which broker each partition is fetched, and what to do when that does not go smoothly: pause it, ask for
 * metadata, cut its log. A partition's trouble is its own; the others go on.
 */
final class Fetching implements FetchEvents {
    private static final Logger log = LoggerFactory.getLogger(Fetching.class);

    /** A change of leaders takes some. */
    private static final int FAILURES_UNTIL_TOLD = 4;

    private final FollowerResources resources;
    private final FetchSettings settings;
    private final FollowListener listener;
    private final Consumer<FollowedPartition> ended;
    private final OffsetRepair repair;
    private final Map<Integer, BrokerFetcher> fetchers = new HashMap<>();

    /** The consumer hears of partitions that were stopped and are not written to any more. */
    Fetching(
            FollowerResources resources,
            FetchSettings settings,
            FollowListener listener,
            Consumer<FollowedPartition> ended) {
        this.resources = resources;
        this.settings = settings;
        this.listener = listener;
        this.ended = ended;
        this.repair = new OffsetRepair(resources, this);
    }

    /** Has it fetched from where it should be, if from anywhere. */
    void place(FollowedPartition partition) {
        int source = partition.source(resources.thread().now());
        BrokerFetcher present = partition.fetcher();
        if (present != null && present.node() != source) {
            present.remove(partition);
            present = null;
        }
        if (source < 0) {
            return;
        }
        if (present != null) {
            present.update(partition);
        } else if (!partition.isBeingWritten()) {
            // else when that has ended: positions are taken from the log, and writes keep their order
            partition.resync();
            fetchers.computeIfAbsent(source, node -> new BrokerFetcher(node, resources, settings, this))
                    .add(partition);
        }
    }

    /** Stops fetching it; what is being written will be. */
    void withdraw(FollowedPartition partition) {
        BrokerFetcher present = partition.fetcher();
        if (present != null) {
            present.remove(partition);
        }
    }

    /** The log is not as long any more as what was fetched for it. */
    void outOfSync(FollowedPartition partition) {
        withdraw(partition);
        place(partition);
    }

    void dropIdleFetchers() {
        fetchers.values().removeIf(BrokerFetcher::isIdle);
    }

    /** The leader is known, or a record was acknowledged by it. */
    void resume(FollowedPartition partition) {
        FollowedPartition.Pause pause = partition.pause();
        if (pause != null && pause.untilLeaderIsKnown()) {
            partition.endPause();
            place(partition);
        }
    }

    void pause(FollowedPartition partition, boolean untilLeaderIsKnown, String reason) {
        Duration time = settings.backoff().after(partition.failures() + 1, resources.random());
        pause(partition, untilLeaderIsKnown, reason, time);
    }

    void pause(FollowedPartition partition, boolean untilLeaderIsKnown, String reason, Duration time) {
        var end = resources.thread().schedule(time, () -> {
            partition.endPause();
            place(partition);
        });
        int failures = partition.pause(new FollowedPartition.Pause(untilLeaderIsKnown, end), reason);
        withdraw(partition);
        if (failures == FAILURES_UNTIL_TOLD) {
            log.atWarn()
                    .addKeyValue(LogKey.TOPIC, partition.id().topic())
                    .addKeyValue(LogKey.PARTITION, partition.id().partition())
                    .addKeyValue(LogKey.REASON, reason)
                    .log("A partition does not advance; it is tried again");
        }
    }

    @Override
    public void refused(FollowedPartition partition, Errors error, PartitionData answer) {
        String topic = partition.id().topic();
        switch (error) {
            case OFFSET_OUT_OF_RANGE -> {
                if (isFetchedFromLeader(partition)) {
                    repair.outOfRange(partition);
                } else {
                    // a replica that lags cannot tell
                    partition.fetchFromLeader();
                    place(partition);
                }
            }
            case NOT_LEADER_OR_FOLLOWER,
                    FENCED_LEADER_EPOCH,
                    UNKNOWN_LEADER_EPOCH,
                    LEADER_NOT_AVAILABLE,
                    REPLICA_NOT_AVAILABLE,
                    OFFSET_NOT_AVAILABLE,
                    BROKER_NOT_AVAILABLE -> {
                partition.fetchFromLeader();
                LeaderIdAndEpoch current = answer.currentLeader();
                if (current.leaderId() >= 0 && partition.assign(current.leaderId(), current.leaderEpoch())) {
                    place(partition);
                } else {
                    pause(partition, true, error.message());
                }
                listener.suspect(topic);
            }
            case UNKNOWN_TOPIC_ID, UNKNOWN_TOPIC_OR_PARTITION, INCONSISTENT_TOPIC_ID -> {
                pause(partition, true, error.message());
                listener.suspect(topic);
            }
            default -> pause(partition, false, error.message());
        }
    }

    private static boolean isFetchedFromLeader(FollowedPartition partition) {
        BrokerFetcher from = partition.fetcher();
        return from != null && from.node() == partition.leader();
    }

    @Override
    public void diverged(FollowedPartition partition, int epoch, long endOffset) {
        repair.diverged(partition, new EpochEnd(epoch, endOffset));
    }

    @Override
    public void nearer(FollowedPartition partition, int replica) {
        partition.fetchFrom(
                replica, resources.thread().now() + settings.nearerReplicaFor().toMillis());
        place(partition);
    }

    @Override
    public void corrupt(FollowedPartition partition, RuntimeException cause) {
        resources.meters().failed(Errors.CORRUPT_MESSAGE.name());
        pause(partition, false, "upstream sent batches that are not sound: " + cause.getMessage());
    }

    @Override
    public void written(List<WriteQueue.Written> results) {
        for (WriteQueue.Written result : results) {
            FollowedPartition partition = result.fetched().partition();
            if (result.failure() != null) {
                notWritten(partition, result.failure());
            } else if (partition.log().endOffset() < result.fetched().nextOffset()) {
                // less than was sent, such as batches of an epoch that the leader asked in cannot have
                pause(partition, false, "upstream sent batches that do not follow");
            } else {
                partition.succeeded();
                partition.checkWarm();
                resources.meters().followed(result.fetched());
            }
            settle(partition);
        }
    }

    /** After a write has ended. */
    void settle(FollowedPartition partition) {
        if (partition.isBeingWritten()) {
            return;
        }
        if (partition.isStopped()) {
            ended.accept(partition);
        } else if (partition.fetcher() == null) {
            place(partition);
        }
    }

    private void notWritten(FollowedPartition partition, Exception failure) {
        resources.meters().failed(kind(failure));
        switch (failure) {
            case LogException.OutOfOrder late -> outOfSync(partition);
            case LogException expected -> pause(partition, false, String.valueOf(expected.getMessage()));
            default -> {
                log.atError()
                        .addKeyValue(LogKey.TOPIC, partition.id().topic())
                        .addKeyValue(LogKey.PARTITION, partition.id().partition())
                        .setCause(failure)
                        .log("Writing what was fetched failed for a reason that was not foreseen");
                pause(partition, false, String.valueOf(failure));
            }
        }
    }

    private static String kind(Exception failure) {
        return switch (failure) {
            case LogException.DiskFull full -> "DISK_FULL";
            case LogException.Corrupt corrupt -> Errors.CORRUPT_MESSAGE.name();
            case LogException.OutOfOrder late -> "OUT_OF_ORDER";
            default -> "LOG_UNAVAILABLE";
        };
    }

    @Override
    public void unreachable(BrokerFetcher fetcher, List<FollowedPartition> partitions, String reason) {
        for (FollowedPartition partition : partitions) {
            if (partition.leader() != fetcher.node()) {
                partition.fetchFromLeader();
                place(partition);
            }
        }
        partitions.stream().map(partition -> partition.id().topic()).distinct().forEach(listener::suspect);
    }
}
