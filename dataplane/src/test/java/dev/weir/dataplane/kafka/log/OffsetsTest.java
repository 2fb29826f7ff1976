package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.apache.kafka.common.requests.ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.EARLIEST_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.LATEST_TIMESTAMP;
import static org.apache.kafka.common.requests.ListOffsetsRequest.MAX_TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetsTest {
    @TempDir
    Path directory;

    private TestStore test;
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        test = TestStore.open(directory, TestStore.withSegmentBytes(1_000));
        log = test.orders();
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    @Test
    void nothingIsReadAboveTheHighWatermark() throws IOException {
        log.append(Batches.joined(Batches.one(0, "a"), Batches.one(1, "b")), Batches.EPOCH);
        assertThat(log.endOffset()).isEqualTo(2);
        assertThat(log.highWatermark()).isZero();
        Slice none = TestStore.slice(log, 0);
        assertThat(none.isEmpty()).isTrue();
        none.release();

        log.commit(1);

        Slice one = TestStore.slice(log, 0);
        assertThat(Batches.keys(one.records())).containsExactly("a");
        one.release();
        Slice above = TestStore.slice(log, 1);
        assertThat(above.isEmpty()).isTrue();
        above.release();
    }

    @Test
    void theHighWatermarkNeverPassesTheEnd() throws IOException {
        TestStore.append(log, Batches.one(0, "a"));
        log.commit(1_000);

        assertThat(log.highWatermark()).isEqualTo(1);
    }

    @Test
    void listenersHearWhenMoreCanBeRead() throws IOException {
        List<Long> heard = new ArrayList<>();
        test.store.addListener(new LogListener() {
            @Override
            public void committed(PartitionLog partition) {
                heard.add(partition.highWatermark());
            }
        });
        log.append(Batches.one(0, "a"), Batches.EPOCH);
        log.commit(1);
        log.commit(1);
        log.append(Batches.one(1, "b"), Batches.EPOCH);
        log.commit(2);

        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void readsOutsideTheLogTellItsBounds() throws IOException {
        TestStore.append(log, Batches.one(0, "a"), Batches.one(1, "b"));

        assertThat(log.read(3, 100, true, READ_UNCOMMITTED)).isEqualTo(new Read.OutOfRange(0, 2, 2));
        assertThat(log.read(-1, 100, true, READ_UNCOMMITTED)).isEqualTo(new Read.OutOfRange(0, 2, 2));
        Slice atTheEnd = TestStore.slice(log, 2);
        assertThat(atTheEnd.isEmpty()).isTrue();
        atTheEnd.release();
    }

    @Test
    void offsetsAreFoundByTimestampAcrossSegmentsAndReopenings() throws IOException {
        long now = System.currentTimeMillis();
        for (int i = 0; i < 100; i++) {
            TestStore.append(log, Batches.one(i * 2L, "k", "v", now + i * 10L));
        }
        assertThat(log.segments()).isGreaterThan(5);
        assertTimestamps(now);
        close();
        open();
        assertTimestamps(now);
    }

    private void assertTimestamps(long now) throws IOException {
        for (int i = 0; i < 100; i++) {
            TimedOffset expected = new TimedOffset(i * 2L, now + i * 10L, OptionalInt.of(Batches.EPOCH));
            assertThat(log.offsetForTimestamp(now + i * 10L - 3, READ_UNCOMMITTED))
                    .contains(expected);
        }
        assertThat(log.offsetForTimestamp(now + 991, READ_UNCOMMITTED)).isEmpty();
        assertThat(log.offsetForTimestamp(MAX_TIMESTAMP, READ_UNCOMMITTED))
                .contains(new TimedOffset(198, now + 990, OptionalInt.of(Batches.EPOCH)));
        assertThat(log.offsetForTimestamp(EARLIEST_TIMESTAMP, READ_UNCOMMITTED))
                .contains(new TimedOffset(0, -1, OptionalInt.of(Batches.EPOCH)));
        assertThat(log.offsetForTimestamp(EARLIEST_LOCAL_TIMESTAMP, READ_UNCOMMITTED))
                .contains(new TimedOffset(0, -1, OptionalInt.of(Batches.EPOCH)));
        assertThat(log.offsetForTimestamp(LATEST_TIMESTAMP, READ_UNCOMMITTED))
                .contains(new TimedOffset(199, -1, OptionalInt.of(Batches.EPOCH)));
    }

    @Test
    void theLargestTimestampIsFoundWhereItIsNotTheLast() throws IOException {
        long now = System.currentTimeMillis();
        TestStore.append(
                log,
                Batches.one(0, "a", "v", now),
                Batches.one(1, "b", "v", now + 50),
                Batches.one(2, "c", "v", now + 20));

        assertThat(log.offsetForTimestamp(MAX_TIMESTAMP, READ_UNCOMMITTED))
                .contains(new TimedOffset(1, now + 50, OptionalInt.of(Batches.EPOCH)));
    }

    @Test
    void aTimestampOfARecordThatIsNotCommittedYetIsNotFound() throws IOException {
        long now = System.currentTimeMillis();
        log.append(Batches.one(0, "a", "v", now), Batches.EPOCH);

        assertThat(log.offsetForTimestamp(now, READ_UNCOMMITTED)).isEmpty();
        assertThat(log.offsetForTimestamp(MAX_TIMESTAMP, READ_UNCOMMITTED)).isEmpty();
        log.commit(1);
        assertThat(log.offsetForTimestamp(now, READ_UNCOMMITTED)).isPresent();
    }

    @Test
    void anEmptyLogHasAnEarliestAndALatestOffsetAndNoOther() throws IOException {
        log.truncateFullyAndStartAt(42);

        assertThat(log.offsetForTimestamp(EARLIEST_TIMESTAMP, READ_UNCOMMITTED))
                .hasValueSatisfying(found -> assertThat(found.offset()).isEqualTo(42));
        assertThat(log.offsetForTimestamp(LATEST_TIMESTAMP, READ_UNCOMMITTED))
                .hasValueSatisfying(found -> assertThat(found.offset()).isEqualTo(42));
        assertThat(log.offsetForTimestamp(MAX_TIMESTAMP, READ_UNCOMMITTED)).isEmpty();
        assertThat(log.offsetForTimestamp(0, READ_UNCOMMITTED)).isEmpty();
    }

    @Test
    void leaderEpochsEndWhereTheNextBeginsAlsoAfterAReopening() throws IOException {
        TestStore.append(
                log,
                Batches.many(0, 10, 10, 2),
                Batches.many(10, 10, 10, 2),
                Batches.many(20, 5, 10, 4),
                Batches.many(25, 5, 10, 7));
        assertEpochs();
        close();
        open();
        assertEpochs();
    }

    private void assertEpochs() {
        assertThat(log.latestEpoch()).hasValue(7);
        assertThat(log.endOffsetForEpoch(2)).isEqualTo(new EpochEnd(2, 20));
        assertThat(log.endOffsetForEpoch(3)).isEqualTo(new EpochEnd(2, 20));
        assertThat(log.endOffsetForEpoch(4)).isEqualTo(new EpochEnd(4, 25));
        assertThat(log.endOffsetForEpoch(7)).isEqualTo(new EpochEnd(7, 30));
        assertThat(log.endOffsetForEpoch(8)).isEqualTo(EpochEnd.UNKNOWN);
        assertThat(log.endOffsetForEpoch(-1)).isEqualTo(EpochEnd.UNKNOWN);
    }

    @Test
    void anEmptyLogKnowsNoEpoch() {
        assertThat(log.latestEpoch()).isEmpty();
        assertThat(log.endOffsetForEpoch(0)).isEqualTo(EpochEnd.UNKNOWN);
    }
}
