package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsTest {
    private static final long ALICE = 7;
    private static final long BOB = 8;

    @TempDir
    Path directory;

    @Test
    void readCommittedEndsBeforeTheFirstOpenTransaction() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            TestStore.append(log, Batches.one(0, "plain"), Batches.transactional(1, ALICE, 0, "open"));

            assertThat(log.highWatermark()).isEqualTo(2);
            assertThat(log.lastStableOffset()).isEqualTo(1);
            assertThat(keys(log, 0, true)).containsExactly("plain");
            assertThat(keys(log, 0, false)).containsExactly("plain", "open");
            Slice beyond = TestStore.slice(log, 1, READ_COMMITTED);
            assertThat(beyond.isEmpty()).isTrue();
            assertThat(beyond.offsets()).isEqualTo(new Slice.Offsets(0, 2, 1));
            beyond.release();
            assertThat(log.offsetForTimestamp(ListOffsetsRequest.LATEST_TIMESTAMP, READ_COMMITTED))
                    .hasValueSatisfying(latest -> assertThat(latest.offset()).isEqualTo(1));
            assertThat(log.offsetForTimestamp(ListOffsetsRequest.LATEST_TIMESTAMP, READ_UNCOMMITTED))
                    .hasValueSatisfying(latest -> assertThat(latest.offset()).isEqualTo(2));
        }
    }

    @Test
    void abortedTransactionsAreListedForReadCommittedAlsoAfterAReopening() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            TestStore.append(
                    log,
                    Batches.transactional(0, ALICE, 0, "lost"),
                    Batches.transactional(1, BOB, 0, "kept"),
                    Batches.end(2, ALICE, ControlRecordType.ABORT),
                    Batches.end(3, BOB, ControlRecordType.COMMIT));
            assertAborted(log);
        }
        try (TestStore test = TestStore.open(directory)) {
            assertAborted(test.found(TestStore.ORDERS));
        }
    }

    private static void assertAborted(PartitionLog log) {
        assertThat(log.lastStableOffset()).isEqualTo(4);
        Slice slice = TestStore.slice(log, 0, READ_COMMITTED);
        assertThat(slice.abortedTransactions())
                .contains(List.of(new AbortedTransaction().setProducerId(ALICE).setFirstOffset(0)));
        slice.release();
        Slice uncommitted = TestStore.slice(log, 0, READ_UNCOMMITTED);
        assertThat(uncommitted.abortedTransactions()).isEmpty();
        uncommitted.release();
    }

    @Test
    void aTransactionThatIsOpenWhenTheStoreIsClosedIsOpenAfterwards() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            TestStore.append(test.orders(), Batches.transactional(0, ALICE, 0, "a"), Batches.one(1, "b"));
        }
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.found(TestStore.ORDERS);
            assertThat(log.lastStableOffset()).isZero();

            TestStore.append(log, Batches.end(2, ALICE, ControlRecordType.ABORT));

            assertThat(log.lastStableOffset()).isEqualTo(3);
            assertAbortedIn(log);
        }
    }

    private static void assertAbortedIn(PartitionLog log) {
        Slice slice = TestStore.slice(log, 0, READ_COMMITTED);
        assertThat(slice.abortedTransactions())
                .contains(List.of(new AbortedTransaction().setProducerId(ALICE).setFirstOffset(0)));
        slice.release();
    }

    @Test
    void aProducerWhoseBeginningWasCompactedAwayIsTakenAsItComes() throws IOException {
        try (TestStore test = TestStore.open(directory)) {
            PartitionLog log = test.orders();
            TestStore.append(
                    log, Batches.transactional(10, ALICE, 900, "a"), Batches.end(20, ALICE, ControlRecordType.COMMIT));

            assertThat(log.lastStableOffset()).isEqualTo(21);
        }
    }

    private static List<String> keys(PartitionLog log, long offset, boolean committed) {
        Slice slice = TestStore.slice(log, offset, committed ? READ_COMMITTED : READ_UNCOMMITTED);
        List<String> keys = Batches.keys(slice.records());
        slice.release();
        return keys;
    }
}
