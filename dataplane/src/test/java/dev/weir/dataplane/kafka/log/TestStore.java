package dev.weir.dataplane.kafka.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.Time;

/** A store on a directory that can be closed, opened again, or left as a crash would leave it. */
final class TestStore implements AutoCloseable {
    static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    static final Uuid TOPIC_ID = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ");

    /** Small segments, quick housekeeping, nothing flushed unless told. */
    static final LogStoreSettings SETTINGS = new LogStoreSettings(
            1 << 20,
            0,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Duration.ofHours(1),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            1,
            4L << 20,
            2,
            Duration.ofMinutes(10),
            true);

    final Path directory;
    final MeterRegistry meters = new SimpleMeterRegistry();
    final LogStore store;

    private TestStore(Path directory, LogStoreSettings settings) throws IOException {
        this.directory = directory;
        this.store = LogStore.open(directory, settings, Time.SYSTEM, meters);
    }

    static TestStore open(Path directory) throws IOException {
        return open(directory, SETTINGS);
    }

    static TestStore open(Path directory, LogStoreSettings settings) throws IOException {
        return new TestStore(directory, settings);
    }

    static LogStoreSettings withSegmentBytes(int bytes) {
        return new LogStoreSettings(
                bytes,
                SETTINGS.freeBytesMin(),
                SETTINGS.bytesMax(),
                SETTINGS.unflushedBytesMax(),
                SETTINGS.unflushedAgeMax(),
                SETTINGS.retentionInterval(),
                SETTINGS.compactionInterval(),
                SETTINGS.compactionThreads(),
                SETTINGS.dedupeBufferBytes(),
                SETTINGS.openThreads(),
                SETTINGS.readHoldMax(),
                SETTINGS.partitionMetrics());
    }

    PartitionLog orders() throws IOException {
        return orders(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    }

    PartitionLog orders(Map<String, String> topicConfigs) throws IOException {
        return store.create(ORDERS, TOPIC_ID, TopicSettings.of(topicConfigs), 0);
    }

    PartitionLog found(TopicPartition partition) {
        return Objects.requireNonNull(store.get(partition), "not on disk: " + partition);
    }

    Path files() {
        return directory.resolve("orders-0");
    }

    static AppendResult append(PartitionLog log, MemoryRecords... batches) throws LogException {
        AppendResult last = new AppendResult(-1, -1, 0, -1);
        for (MemoryRecords batch : batches) {
            last = log.append(batch, Integer.MAX_VALUE);
        }
        log.commit(log.endOffset());
        return last;
    }

    static Slice slice(PartitionLog log, long offset) {
        return slice(log, offset, IsolationLevel.READ_UNCOMMITTED);
    }

    static Slice slice(PartitionLog log, long offset, IsolationLevel isolation) {
        Read read = log.read(offset, 1 << 20, true, isolation);
        if (read instanceof Slice slice) {
            return slice;
        }
        throw new AssertionError("offset " + offset + ": " + read);
    }

    /** All bytes that can be read from the offset on, by as many reads as it takes. */
    static byte[] readAll(PartitionLog log, long from, int maxBytes) throws IOException {
        byte[] all = new byte[0];
        long offset = from;
        while (offset < log.highWatermark()) {
            Read read = log.read(offset, maxBytes, true, IsolationLevel.READ_UNCOMMITTED);
            if (!(read instanceof Slice slice)) {
                throw new AssertionError("offset " + offset + ": " + read);
            }
            try {
                int whole = 0;
                for (var batch : slice.records().batches()) {
                    batch.ensureValid();
                    offset = batch.nextOffset();
                    whole += batch.sizeInBytes();
                }
                if (whole == 0) {
                    throw new AssertionError("nothing whole at offset " + offset);
                }
                ByteBuffer bytes = ByteBuffer.allocate(whole);
                while (bytes.hasRemaining()) {
                    slice.channel().read(bytes, slice.position() + bytes.position());
                }
                all = Arrays.copyOf(all, all.length + whole);
                System.arraycopy(bytes.array(), 0, all, all.length - whole, whole);
            } finally {
                slice.release();
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
