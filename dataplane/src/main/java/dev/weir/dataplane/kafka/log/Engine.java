package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogOffsetsListener;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/** What all logs of one store share. */
record Engine(LogStoreSettings settings, Time time, ScheduledExecutorService executor, BrokerTopicStats stats) {
    /** The broker's defaults; they only decide when idle producers are forgotten and what is logged as late. */
    private static final int TRANSACTION_MILLIS_MAX = 900_000;

    private static final int PRODUCER_EXPIRATION_MILLIS = 86_400_000;
    private static final int PRODUCER_EXPIRATION_CHECK_MILLIS = 600_000;

    Engine(LogStoreSettings settings, Time time, ScheduledExecutorService executor) {
        this(settings, time, executor, new BrokerTopicStats());
    }

    LogTasks tasks(OpenReads reads) {
        return new LogTasks(executor, reads, settings.readHoldMax().toMillis());
    }

    /**
     * Opens a partition's directory, or makes it.
     *
     * @param intact everything on disk is as it was flushed; otherwise all segments from the recovery point on are read
     *     through and their indexes built anew
     */
    UnifiedLog open(
            Path directory,
            LogConfig config,
            long startOffset,
            long recoveryPoint,
            boolean intact,
            LogTasks tasks,
            LogFailures failures,
            Optional<Uuid> topicId)
            throws IOException {
        return UnifiedLog.create(
                directory.toFile(),
                config,
                startOffset,
                recoveryPoint,
                tasks,
                stats,
                time,
                TRANSACTION_MILLIS_MAX,
                new ProducerStateManagerConfig(PRODUCER_EXPIRATION_MILLIS, false),
                PRODUCER_EXPIRATION_CHECK_MILLIS,
                failures,
                intact,
                topicId,
                new ConcurrentHashMap<>(),
                false,
                LogOffsetsListener.NO_OP_OFFSETS_LISTENER);
    }
}
