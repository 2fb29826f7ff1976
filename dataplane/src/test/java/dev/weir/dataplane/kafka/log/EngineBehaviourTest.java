package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InconsistentTopicIdException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.storage.log.UnexpectedAppendOffsetException;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogFileUtils;
import org.apache.kafka.storage.internals.log.LogOffsetsListener;
import org.apache.kafka.storage.internals.log.LogStartOffsetIncrementReason;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this package relies on of an engine that promises nothing. It is the first to run with another version. */
class EngineBehaviourTest {
    private static final LogConfig CONFIG = LogConfigs.holdingAll(TestStore.withSegmentBytes(2_000));

    @TempDir
    Path store;

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    private final List<String> tasks = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private boolean offline;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private final class RecordedTasks implements Scheduler {
        @Override
        public ScheduledFuture<?> schedule(String name, Runnable task, long delayMillis, long periodMillis) {
            tasks.add(name + " after " + delayMillis);
            return executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        }

        @Override
        public void startup() {}

        @Override
        public void shutdown() {}

        @Override
        public void resizeThreadPool(int size) {}
    }

    private final class RecordedFailures extends LogDirFailureChannel {
        RecordedFailures() {
            super(1);
        }

        @Override
        public boolean hasOfflineLogDir(String directory) {
            return offline;
        }

        @Override
        public void maybeAddOfflineLogDir(String directory, String message, IOException cause) {
            failures.add(cause);
        }
    }

    private Path files() {
        return store.resolve("orders-0");
    }

    private UnifiedLog open(long start, long recoveryPoint, boolean clean, Optional<Uuid> topicId) throws IOException {
        Files.createDirectories(files());
        return UnifiedLog.create(
                files().toFile(),
                CONFIG,
                start,
                recoveryPoint,
                new RecordedTasks(),
                new BrokerTopicStats(),
                Time.SYSTEM,
                900_000,
                new ProducerStateManagerConfig(86_400_000, false),
                600_000,
                new RecordedFailures(),
                clean,
                topicId,
                new ConcurrentHashMap<>(),
                false,
                LogOffsetsListener.NO_OP_OFFSETS_LISTENER);
    }

    private UnifiedLog open() throws IOException {
        return open(0, 0, true, Optional.of(TestStore.TOPIC_ID));
    }

    private static void fill(UnifiedLog log, int batches) {
        for (int i = 0; i < batches; i++) {
            log.appendAsFollower(Batches.many(log.logEndOffset(), 1, 200, 1), 1);
        }
    }

    private List<String> names(String part) throws IOException {
        try (Stream<Path> paths = Files.list(files())) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(part))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theEngineIsOfTheVersionThatTheseTestsWereWrittenFor() {
        assertThat(AppInfoParser.getVersion()).isEqualTo("4.4.0");
    }

    @Test
    void aNewLogBeginsAtTheStartOffsetItIsGiven() throws IOException {
        UnifiedLog log = open(77, 77, true, Optional.of(TestStore.TOPIC_ID));

        assertThat(log.logStartOffset()).isEqualTo(77);
        assertThat(log.logEndOffset()).isEqualTo(77);
        assertThat(log.activeSegment().baseOffset()).isEqualTo(77);
        log.close();
    }

    @Test
    void everyOperationAsksTheFailureChannelFirstAndIsRefusedWhenTheDirectoryIsOffline() throws IOException {
        UnifiedLog log = open();
        fill(log, 1);
        log.updateHighWatermark(1);
        offline = true;

        assertThatThrownBy(() -> log.read(0, 100, FetchIsolation.HIGH_WATERMARK, true))
                .isInstanceOf(KafkaStorageException.class);
        assertThatThrownBy(() -> fill(log, 1)).isInstanceOf(KafkaStorageException.class);
        offline = false;
        assertThat(log.read(0, 100, FetchIsolation.HIGH_WATERMARK, true).records.sizeInBytes())
                .isPositive();
        log.close();
    }

    @Test
    void anIoErrorIsToldToTheChannel() throws IOException {
        UnifiedLog log = open();
        fill(log, 1);
        log.activeSegment().log().channel().close();

        assertThatThrownBy(() -> log.flush(true)).isInstanceOf(KafkaStorageException.class);
        assertThat(failures).hasSize(1);
        log.closeQuietly();
    }

    @Test
    void anIoErrorOfAnAppendMayComeAsAnyKafkaExceptionAndTheEndStaysWhereItWas() throws IOException {
        UnifiedLog log = open();
        fill(log, 1);
        log.activeSegment().log().channel().close();

        assertThatThrownBy(() -> fill(log, 1)).isInstanceOf(KafkaException.class);
        assertThat(log.logEndOffset()).isEqualTo(1);
        log.closeQuietly();
    }

    @Test
    void filesOfSegmentsThatAreNoLongerNeededAreDeletedByATaskOfThatName() throws IOException {
        UnifiedLog log = open();
        fill(log, 40);
        log.updateHighWatermark(40);
        log.maybeIncrementLogStartOffset(30, LogStartOffsetIncrementReason.LeaderOffsetIncremented);
        tasks.clear();
        int before = log.numberOfSegments();

        int deleted = log.deleteOldSegments();

        assertThat(deleted).isPositive();
        assertThat(log.numberOfSegments()).isEqualTo(before - deleted);
        assertThat(tasks).contains("delete-file after 0");
        assertThat(names(".log.deleted")).hasSize(deleted);
        log.close();
    }

    @Test
    void indexEntriesHaveAFixedSizeAndTheFilesTheirFullOneEvenWhenTheyAreClosed() throws IOException {
        UnifiedLog log = open();
        fill(log, 5);
        Path index = LogFileUtils.offsetIndexFile(files().toFile(), 0).toPath();
        Path times = LogFileUtils.timeIndexFile(files().toFile(), 0).toPath();
        int full = CONFIG.maxIndexSize;

        log.activeSegment().timeIndex().maybeAppend(Long.MAX_VALUE, 4, true);
        log.close();

        assertThat(Files.size(index)).isBetween(full - 8L, (long) full);
        byte[] entries = Files.readAllBytes(times);
        assertThat(entries.length).isBetween(full - 12, full);
        assertThat(ByteBuffer.wrap(entries).getLong(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(ByteBuffer.wrap(entries).getInt(8)).isEqualTo(4);
        assertThat(ByteBuffer.wrap(entries).getLong(12)).isZero();
    }

    @Test
    void theEndOfALogThatIsCalledIntactIsFoundFromItsIndexAndIsFlushed() throws IOException {
        UnifiedLog log = open();
        fill(log, 30);
        log.takeProducerSnapshot();
        log.close();

        UnifiedLog again = open(0, 12, true, Optional.of(TestStore.TOPIC_ID));

        assertThat(again.logEndOffset()).isEqualTo(30);
        assertThat(again.recoveryPoint()).isEqualTo(30);
        again.close();
    }

    @Test
    void theActiveSegmentOfALogThatIsNotCalledIntactIsReadFromItsBeginningFlushedOrNot() throws IOException {
        UnifiedLog log = open();
        fill(log, 5);
        log.close();
        try (RandomAccessFile file =
                new RandomAccessFile(LogFileUtils.logFile(files().toFile(), 0).toString(), "rw")) {
            file.seek(100);
            file.write(0x55);
        }

        UnifiedLog intact = open(0, 5, true, Optional.of(TestStore.TOPIC_ID));
        assertThat(intact.logEndOffset()).isEqualTo(5);
        intact.close();
        UnifiedLog suspect = open(0, 5, false, Optional.of(TestStore.TOPIC_ID));
        assertThat(suspect.logEndOffset()).isZero();
        suspect.close();
    }

    @Test
    void filesOfOthersInItsDirectoryAreLeftAlone() throws IOException {
        Files.createDirectories(files());
        Files.writeString(files().resolve("replay"), "x");
        UnifiedLog log = open(0, 0, false, Optional.of(TestStore.TOPIC_ID));

        assertThat(names("replay")).containsExactly("replay");
        log.close();
    }

    @Test
    void aTopicIdIsRememberedAndAnotherRefused() throws IOException {
        UnifiedLog log = open();
        log.partitionMetadataFile().orElseThrow().maybeFlush();
        log.close();
        UnifiedLog again = open(0, 0, true, Optional.empty());
        assertThat(again.topicId()).contains(TestStore.TOPIC_ID);
        again.close();

        assertThatThrownBy(() -> open(0, 0, true, Optional.of(Uuid.randomUuid())))
                .isInstanceOf(InconsistentTopicIdException.class);
    }

    @Test
    void aBatchThatBeginsBelowTheEndTellsWhereItBeginsAndEnds() throws IOException {
        UnifiedLog log = open(5, 5, true, Optional.of(TestStore.TOPIC_ID));

        assertThatThrownBy(() -> log.appendAsFollower(Batches.many(3, 4, 10, 1), 1))
                .isInstanceOfSatisfying(UnexpectedAppendOffsetException.class, e -> {
                    assertThat(e.firstOffset).isEqualTo(3);
                    assertThat(e.lastOffset).isEqualTo(6);
                });
        log.truncateFullyAndStartAt(3, Optional.of(5L));
        assertThat(log.logStartOffset()).isEqualTo(5);
        log.close();
    }

    @Test
    void atTheEndsOfSegmentsAndOnRequestTheProducersAreWrittenDown() throws IOException {
        UnifiedLog log = open();
        fill(log, 12);
        log.takeProducerSnapshot();

        List<String> ofSegments = log.logSegments().stream()
                .skip(1)
                .map(segment -> LogFileUtils.filenamePrefixFromOffset(segment.baseOffset()) + ".snapshot")
                .toList();
        assertThat(names(".snapshot"))
                .containsAll(ofSegments)
                .contains(LogFileUtils.filenamePrefixFromOffset(12) + ".snapshot");
        log.producerStateManager()
                .removeAndMarkSnapshotForDeletion(12)
                .orElseThrow()
                .deleteIfExists();
        assertThat(names(".snapshot")).isEqualTo(ofSegments);
        log.close();
    }

    @Test
    void settingsOfALogCanBeChangedWhileItIsOpen() throws IOException {
        UnifiedLog log = open();
        fill(log, 3);
        log.updateConfig(LogConfigs.of(TopicSettings.of(Map.of()), TestStore.withSegmentBytes(300)));
        int before = log.numberOfSegments();
        fill(log, 3);

        assertThat(log.numberOfSegments()).isGreaterThan(before + 1);
        log.close();
    }

    @Test
    void aRenamedLogIsReadOnAndDeletedWhole() throws IOException {
        UnifiedLog log = open();
        fill(log, 3);
        log.updateHighWatermark(3);
        log.renameDir(UnifiedLog.logDeleteDirName(log.topicPartition()), false);

        assertThat(files()).doesNotExist();
        assertThat(log.read(0, 100, FetchIsolation.HIGH_WATERMARK, true).records.sizeInBytes())
                .isPositive();
        log.delete();
        try (Stream<Path> left = Files.list(store)) {
            assertThat(left).isEmpty();
        }
    }
}
