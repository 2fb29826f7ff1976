package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** A process that appends to a few partitions, tells how far it has come, and waits to be killed. */
final class Appender {
    static final int PARTITIONS = 5;
    private static final long PRODUCER = 77;

    /** Flushes every other second, so that a kill finds something unflushed. */
    static final LogStoreSettings SETTINGS = new LogStoreSettings(
            500_000,
            0,
            Long.MAX_VALUE,
            3_000_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1,
            4L << 20,
            2,
            Duration.ofMinutes(10),
            false);

    private Appender() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        TestStore test = TestStore.open(Path.of(args[0]), SETTINGS);
        List<PartitionLog> logs = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            logs.add(test.store.create(
                    new TopicPartition("orders", i),
                    TestStore.TOPIC_ID,
                    TopicSettings.of(Map.of("retention.ms", "-1")),
                    0));
        }
        out.println("ready " + test.store.recovery());
        Random random = new Random();
        while (true) {
            PartitionLog log = logs.get(random.nextInt(PARTITIONS));
            TestStore.append(log, next(log, random));
            out.println("appended " + log.topicPartition().partition() + " " + log.endOffset());
            if (out.checkError()) {
                return;
            }
        }
    }

    /** Plain batches, and transactions of which every other one is aborted. */
    private static MemoryRecords next(PartitionLog log, Random random) {
        long end = log.endOffset();
        if (log.lastStableOffset() < end && random.nextInt(4) == 0) {
            return Batches.end(
                    end, PRODUCER, random.nextBoolean() ? ControlRecordType.COMMIT : ControlRecordType.ABORT);
        }
        return random.nextInt(3) == 0
                ? Batches.transactional(end, PRODUCER, Math.floorMod((int) end, Integer.MAX_VALUE), "a", "b")
                : Batches.many(end, 1 + random.nextInt(20), 100, 1);
    }

    /** Where the batches themselves say that a transaction is open. */
    static long openTransactionOf(PartitionLog log) {
        long open = -1;
        long offset = 0;
        while (offset < log.endOffset()) {
            Slice slice = TestStore.slice(log, offset);
            for (RecordBatch batch : slice.records().batches()) {
                if (batch.isControlBatch()) {
                    open = -1;
                } else if (batch.isTransactional() && open < 0) {
                    open = batch.baseOffset();
                }
                offset = batch.nextOffset();
            }
            slice.release();
        }
        return open < 0 ? log.endOffset() : open;
    }
}
