package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruncationTest {
    @TempDir
    Path directory;

    private TestStore test;
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        test = TestStore.open(directory, TestStore.withSegmentBytes(2_000));
        log = test.orders();
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    private void fill(int batches) throws IOException {
        for (int i = 0; i < batches; i++) {
            TestStore.append(log, Batches.many(i * 10L, 10, 20, 1 + i / 10));
        }
    }

    @Test
    void aLogIsCutBackAcrossSegmentsAndGoesOnFromThere() throws IOException {
        fill(50);
        List<Long> heard = new ArrayList<>();
        test.store.addListener(new LogListener() {
            @Override
            public void truncated(PartitionLog partition) {
                heard.add(partition.endOffset());
            }
        });

        log.truncateTo(230);

        assertThat(log.endOffset()).isEqualTo(230);
        assertThat(log.highWatermark()).isEqualTo(230);
        assertThat(log.latestEpoch()).hasValue(3);
        assertThat(log.endOffsetForEpoch(3)).isEqualTo(new EpochEnd(3, 230));
        assertThat(heard).containsExactly(230L);
        MemoryRecords other = Batches.many(230, 10, 20, 9);
        TestStore.append(log, other);
        assertThat(TestStore.readAll(log, 230, 100)).isEqualTo(Batches.bytes(other));
        close();
        open();
        assertThat(log.endOffset()).isEqualTo(240);
        assertThat(log.endOffsetForEpoch(3)).isEqualTo(new EpochEnd(3, 230));
    }

    @Test
    void anOffsetWithinABatchCutsTheWholeBatch() throws IOException {
        fill(5);
        log.truncateTo(37);

        assertThat(log.endOffset()).isEqualTo(30);
        TestStore.append(log, Batches.many(30, 10, 20, 9));
        assertThat(log.endOffset()).isEqualTo(40);
    }

    @Test
    void anOffsetInAGapIsTheNewEnd() throws IOException {
        TestStore.append(log, Batches.one(0, "a"), Batches.one(100, "b"));
        log.truncateTo(50);

        assertThat(log.endOffset()).isEqualTo(50);
        TestStore.append(log, Batches.one(60, "c"));
        assertThat(log.endOffset()).isEqualTo(61);
    }

    @Test
    void nothingIsCutAtOrAboveTheEnd() throws IOException {
        fill(2);
        log.truncateTo(20);
        log.truncateTo(2_000);

        assertThat(log.endOffset()).isEqualTo(20);
    }

    @Test
    void belowTheStartEverythingIsCut() throws IOException {
        fill(5);
        log.advanceStart(30);
        log.truncateTo(10);

        assertThat(log.startOffset()).isEqualTo(10);
        assertThat(log.endOffset()).isEqualTo(10);
    }

    @Test
    void aTransactionBegunInWhatIsCutIsForgotten() throws IOException {
        TestStore.append(
                log,
                Batches.one(0, "a"),
                Batches.transactional(1, 7, 0, "b"),
                Batches.end(2, 7, ControlRecordType.ABORT),
                Batches.transactional(3, 7, 1, "c"));
        assertThat(log.lastStableOffset()).isEqualTo(3);

        log.truncateTo(1);
        TestStore.append(log, Batches.one(1, "d"));

        assertThat(log.lastStableOffset()).isEqualTo(2);
        Slice slice = TestStore.slice(log, 0, READ_COMMITTED);
        assertThat(slice.abortedTransactions()).contains(List.of());
        slice.release();
    }

    @Test
    void aLogCanBeginAnewFurtherOnOrFurtherBack() throws IOException {
        fill(30);
        log.truncateFullyAndStartAt(5_000);
        assertThat(log.startOffset()).isEqualTo(5_000);
        TestStore.append(log, Batches.one(5_001, "a"));

        log.truncateFullyAndStartAt(7);
        assertThat(log.startOffset()).isEqualTo(7);
        assertThat(log.endOffset()).isEqualTo(7);
        TestStore.append(log, Batches.one(7, "b"));
        close();
        open();

        assertThat(log.startOffset()).isEqualTo(7);
        assertThat(log.endOffset()).isEqualTo(8);
    }

    @Test
    void theStartMovesAsUpstreamMovesItAndStaysThereAfterAReopening() throws IOException {
        fill(30);
        log.advanceStart(123);

        assertThat(log.startOffset()).isEqualTo(123);
        assertThat(log.read(122, 100, true, READ_UNCOMMITTED)).isEqualTo(new Read.OutOfRange(123, 300, 300));
        Slice within = TestStore.slice(log, 123);
        assertThat(within.records().batches().iterator().next().baseOffset()).isEqualTo(120);
        within.release();
        close();
        open();
        assertThat(log.startOffset()).isEqualTo(123);
    }

    @Test
    void segmentsBelowTheStartAreDeleted() throws IOException {
        fill(100);
        int before = log.segments();
        log.advanceStart(900);

        Awaitility.await().untilAsserted(() -> assertThat(log.segments()).isLessThan(before / 3));
        Awaitility.await().untilAsserted(() -> {
            try (Stream<Path> files = Files.list(test.files())) {
                assertThat(files.filter(file -> file.toString().contains(".log")))
                        .hasSize(log.segments());
            }
        });
    }

    @Test
    void theStartNeverMovesBack() throws IOException {
        fill(10);
        log.advanceStart(50);
        log.advanceStart(20);

        assertThat(log.startOffset()).isEqualTo(50);
    }

    @Test
    void aStartBeyondTheEndBeginsTheLogAnewThere() throws IOException {
        fill(10);
        log.advanceStart(5_000);

        assertThat(log.startOffset()).isEqualTo(5_000);
        assertThat(log.endOffset()).isEqualTo(5_000);
        assertThat(log.highWatermark()).isEqualTo(5_000);
    }

    @Test
    void aStartAboveWhatIsCommittedHereIsTakenAsCommitted() throws IOException {
        log.append(Batches.joined(Batches.one(0, "a"), Batches.one(1, "b")), Batches.EPOCH);
        log.advanceStart(1);

        assertThat(log.startOffset()).isEqualTo(1);
        assertThat(log.highWatermark()).isEqualTo(1);
    }
}
