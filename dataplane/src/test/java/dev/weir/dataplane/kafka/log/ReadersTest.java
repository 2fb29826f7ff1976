package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
    private static final int READERS = 4;
    private static final int BATCHES = 3_000;

    @TempDir
    Path directory;

    @Test
    void manyReadersReadEverythingInOrderWhileItIsAppendedRolledAndDeleted() throws Exception {
        AtomicBoolean appending = new AtomicBoolean(true);
        try (TestStore test = TestStore.open(directory, TestStore.withSegmentBytes(50_000));
                ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            PartitionLog log = test.orders(Map.of("retention.ms", "-1", "retention.bytes", "200000"));
            List<Future<Long>> read = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                read.add(readers.submit(() -> readToTheEnd(log, appending)));
            }
            for (int i = 0; i < BATCHES; i++) {
                TestStore.append(log, Batches.many(log.endOffset(), 2, 250, 1));
            }
            // retention comes round in its own time: readers are to see it while there are appends
            await().pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
                TestStore.append(log, Batches.many(log.endOffset(), 2, 250, 1));
                assertThat(log.startOffset()).isPositive();
            });
            appending.set(false);

            for (Future<Long> end : read) {
                assertThat(end.get()).isEqualTo(log.endOffset()).isGreaterThan(BATCHES * 2L);
            }
        }
    }

    /** Copies each slice as a transfer would, and looks at what it has copied. */
    private static long readToTheEnd(PartitionLog log, AtomicBoolean appending) throws IOException {
        long offset = 0;
        while (appending.get() || offset < log.highWatermark()) {
            Read read = log.read(offset, 30_000, true, READ_UNCOMMITTED);
            if (read instanceof Read.OutOfRange(long start, long highWatermark, long end)) {
                assertThat(offset).isLessThan(start);
                assertThat(start).isLessThanOrEqualTo(highWatermark).isLessThanOrEqualTo(end);
                offset = start;
                continue;
            }
            Slice slice = (Slice) read;
            try {
                offset = slice.isEmpty() ? offset : endOfCopy(slice, offset);
            } finally {
                slice.release();
            }
        }
        return offset;
    }

    private static long endOfCopy(Slice slice, long offset) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(slice.length());
        while (copy.hasRemaining()) {
            assertThat(slice.channel().read(copy, slice.position() + copy.position()))
                    .isPositive();
        }
        long next = offset;
        for (MutableRecordBatch batch :
                MemoryRecords.readableRecords(copy.flip()).batches()) {
            batch.ensureValid();
            assertThat(batch.baseOffset()).isLessThanOrEqualTo(next);
            assertThat(batch.nextOffset()).isGreaterThan(next);
            next = batch.nextOffset();
        }
        return next;
    }
}
