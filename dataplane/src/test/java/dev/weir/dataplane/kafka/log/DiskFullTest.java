package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.dataplane.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small volume of its own, which only root can mount; skipped, visibly, for anyone else. */
class DiskFullTest {
    private static final long VOLUME_BYTES = 8 << 20;

    @TempDir
    Path directory;

    private Path volume = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        Path point = Files.createDirectory(directory.resolve("volume"));
        int exit = run("mount", "-t", "tmpfs", "-o", "size=" + VOLUME_BYTES, "tmpfs", point.toString());
        assumeTrue(exit == 0, "a tmpfs cannot be mounted here");
        volume = point;
    }

    @AfterEach
    void unmount() throws Exception {
        if (!volume.toString().isEmpty()) {
            // lazily: the engine leaves the files of a failed compaction open until they are collected
            assertThat(run("umount", "-l", volume.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(Patience.millis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    private Path ballast() {
        return volume.resolve("ballast");
    }

    /** Leaves so many bytes on the volume. */
    private void fillUpTo(long left) throws IOException {
        try (FileChannel file = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer block = ByteBuffer.allocate(4_096);
            while (Files.getFileStore(volume).getUsableSpace() > left + 4_096) {
                file.write(block.clear());
            }
        }
    }

    @Test
    void aFullVolumeRefusesAppendsServesReadsAndHealsWhenThereIsRoomAgain() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (TestStore test = TestStore.open(volume.resolve("store"), TestStore.withSegmentBytes(200_000))) {
            PartitionLog log = test.orders();
            fillUpTo(1_000_000);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            MemoryRecords batch = Batches.many(log.endOffset(), 1, 9_973, Batches.EPOCH);
                            TestStore.append(log, batch);
                            sent.writeBytes(Batches.bytes(batch));
                        }
                    })
                    .isInstanceOf(LogException.DiskFull.class);
            assertThat(log.state()).isInstanceOf(PartitionState.ReadOnly.class);
            assertThat(log.endOffset()).isPositive();
            assertThat(TestStore.readAll(log, 0, 50_000)).isEqualTo(sent.toByteArray());
            fillUpTo(0);
            test.store.flush();
            assertThat(log.state()).isInstanceOf(PartitionState.ReadOnly.class);

            Files.delete(ballast());
            await().ignoreExceptionsInstanceOf(LogException.class).untilAsserted(() -> {
                MemoryRecords batch = Batches.many(log.endOffset(), 1, 9_973, Batches.EPOCH);
                TestStore.append(log, batch);
                sent.writeBytes(Batches.bytes(batch));
            });
            assertThat(log.state()).isEqualTo(new PartitionState.Online());
            for (int i = 0; i < 50; i++) {
                MemoryRecords batch = Batches.many(log.endOffset(), 1, 9_973, Batches.EPOCH);
                TestStore.append(log, batch);
                sent.writeBytes(Batches.bytes(batch));
            }
            assertThat(TestStore.readAll(log, 0, 50_000)).isEqualTo(sent.toByteArray());
        }
        try (TestStore test = TestStore.open(volume.resolve("store"), TestStore.withSegmentBytes(200_000))) {
            assertThat(TestStore.readAll(test.found(TestStore.ORDERS), 0, 50_000))
                    .isEqualTo(sent.toByteArray());
        }
    }

    @Test
    void aStoreThatFindsItsVolumeFullServesWhatItHolds() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (TestStore test = TestStore.open(volume.resolve("store"), TestStore.withSegmentBytes(200_000))) {
            PartitionLog log = test.orders();
            for (int i = 0; i < 30; i++) {
                MemoryRecords batch = Batches.many(log.endOffset(), 1, 9_973, Batches.EPOCH);
                TestStore.append(log, batch);
                sent.writeBytes(Batches.bytes(batch));
            }
        }
        fillUpTo(0);
        try (TestStore test = TestStore.open(volume.resolve("store"), TestStore.withSegmentBytes(200_000))) {
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(TestStore.readAll(log, 0, 50_000)).isEqualTo(sent.toByteArray());
            assertThatThrownBy(() -> TestStore.append(log, Batches.many(log.endOffset(), 1, 200_000, 5)))
                    .isInstanceOf(LogException.DiskFull.class);
            Files.delete(ballast());
            await().ignoreExceptionsInstanceOf(LogException.class)
                    .untilAsserted(() -> TestStore.append(log, Batches.one(log.endOffset(), "again")));
        }
    }

    @Test
    void someRoomIsLeftForCompactionWhichMakesRoomAgain() throws IOException {
        LogStoreSettings base = TestStore.withSegmentBytes(100_000);
        LogStoreSettings reserving = new LogStoreSettings(
                base.segmentBytesMax(),
                3 << 20,
                base.bytesMax(),
                base.unflushedBytesMax(),
                base.unflushedAgeMax(),
                base.retentionInterval(),
                base.compactionInterval(),
                1,
                base.dedupeBufferBytes(),
                2,
                Duration.ofMinutes(10),
                true);
        try (TestStore test = TestStore.open(volume.resolve("store"), reserving)) {
            PartitionLog log = test.orders();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            TestStore.append(log, Batches.many(i % 10 + 10L * i, 1, 20_000, Batches.EPOCH));
                        }
                    })
                    .isInstanceOf(LogException.DiskFull.class)
                    .hasMessageContaining("are kept free");
            assertThat(Files.getFileStore(volume).getUsableSpace()).isBetween(2L << 20, 4L << 20);

            test.store.configure(
                    "orders", TopicSettings.of(Map.of(CLEANUP_POLICY_CONFIG, "delete", "retention.bytes", "1000000")));

            await().ignoreExceptionsInstanceOf(LogException.DiskFull.class)
                    .untilAsserted(() -> TestStore.append(log, Batches.one(log.endOffset(), "again")));
        }
    }

    @Test
    void compactionThatFindsNoRoomGoesOnWhenThereIsSome() throws IOException {
        try (TestStore test = TestStore.open(volume.resolve("store"), TestStore.withSegmentBytes(1_000_000))) {
            PartitionLog log = test.orders();
            for (int i = 0; i < 300; i++) {
                TestStore.append(log, Batches.one(i, "key" + i, "x".repeat(10_000), System.currentTimeMillis()));
            }
            fillUpTo(0);
            test.store.configure(
                    "orders",
                    TopicSettings.of(Map.of(CLEANUP_POLICY_CONFIG, "compact", "min.cleanable.dirty.ratio", "0.01")));
            await().during(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(log.endOffset()).isEqualTo(300));
            assertThat(TestStore.readAll(log, 0, 50_000)).isNotEmpty();

            Files.delete(ballast());

            await().untilAsserted(() -> assertThat(test.meters
                            .counter("weir.kafka.log.compaction.runs")
                            .count())
                    .isPositive());
            await().ignoreExceptionsInstanceOf(LogException.class)
                    .untilAsserted(() -> TestStore.append(log, Batches.one(log.endOffset(), "again")));
        }
    }
}
