package dev.weir.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class BatchScannerTest {
    private final Random random = new Random(5);

    @Test
    void theNextOffsetFollowsTheLastWholeBatchHoweverTheBytesArrive() {
        ByteBuffer log = ByteBuffer.allocate(100_000);
        long offset = 700;
        for (int batch = 0; batch < 20; batch++) {
            int records = 1 + random.nextInt(9);
            log.put(batch(offset, records));
            offset += records;
        }
        log.put(batch(offset, 5).limit(40)).flip();
        for (int round = 0; round < 50; round++) {
            assertThat(passInPieces(log.duplicate())).isEqualTo(offset);
        }
    }

    @Test
    void withoutAWholeBatchTheOffsetStays() {
        var scanner = new BatchScanner();
        scanner.begin(700);
        scanner.pass(batch(700, 3).limit(50));
        assertThat(scanner.nextOffset()).isEqualTo(700);
    }

    private long passInPieces(ByteBuffer log) {
        var scanner = new BatchScanner();
        scanner.begin(700);
        while (log.hasRemaining()) {
            int length = Math.min(log.remaining(), 1 + random.nextInt(200));
            scanner.pass(log.slice(log.position(), length));
            log.position(log.position() + length);
        }
        return scanner.nextOffset();
    }

    private static ByteBuffer batch(long offset, int count) {
        var records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = new SimpleRecord(("record " + i).getBytes(StandardCharsets.UTF_8));
        }
        return MemoryRecords.withRecords(offset, Compression.NONE, records).buffer();
    }
}
