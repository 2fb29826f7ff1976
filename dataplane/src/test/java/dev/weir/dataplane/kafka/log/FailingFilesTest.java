package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of one partition fail under the engine's hands: here their channel is closed, as by nobody. */
class FailingFilesTest {
    @TempDir
    Path directory;

    private final List<PartitionState> heard = new CopyOnWriteArrayList<>();
    private TestStore test;
    private PartitionLog log;
    private PartitionLog other;

    @BeforeEach
    void open() throws IOException {
        test = TestStore.open(directory);
        log = test.orders();
        other = test.store.create(
                new TopicPartition("other", 0), TestStore.TOPIC_ID, TopicSettings.of(Map.of("retention.ms", "-1")), 0);
        for (PartitionLog each : List.of(log, other)) {
            TestStore.append(each, Batches.one(0, "a"), Batches.one(1, "b"));
        }
        test.store.addListener(new LogListener() {
            @Override
            public void stateChanged(PartitionLog partition, PartitionState state) {
                heard.add(state);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    private void fail() throws IOException {
        EngineLog open = Objects.requireNonNull(log.files().log());
        open.unwrap().activeSegment().log().channel().close();
    }

    private void assertComesBack() throws IOException {
        await().untilAsserted(() -> assertThat(log.state()).isEqualTo(new PartitionState.Online()));
        assertThat(log.endOffset()).isEqualTo(2);
        MemoryRecords next = Batches.one(2, "c");
        TestStore.append(log, next);
        assertThat(TestStore.readAll(log, 2, 100)).isEqualTo(Batches.bytes(next));
        assertThat(heard).hasSize(2).first().isInstanceOf(PartitionState.Offline.class);
        assertThat(other.state()).isEqualTo(new PartitionState.Online());
    }

    @Test
    void anAppendThatFailsTakesThePartitionOfflineAloneAndItComesBackByItself() throws IOException {
        fail();

        assertThatThrownBy(() -> TestStore.append(log, Batches.one(2, "c")))
                .isInstanceOf(LogException.Unavailable.class);
        assertThat(log.read(0, 100, true, READ_UNCOMMITTED)).isInstanceOf(Read.class);
        TestStore.append(other, Batches.one(2, "c"));
        assertThat(TestStore.slice(other, 0).isEmpty()).isFalse();
        assertComesBack();
    }

    @Test
    void aFlushThatFailsTakesThePartitionOfflineAloneAndItComesBackByItself() throws IOException {
        fail();
        test.store.flush();

        assertComesBack();
    }

    @Test
    void aReadThatFailsSaysSo() throws IOException {
        TestStore reopened = reopen();
        fail();

        assertThat(log.read(0, 100, true, READ_UNCOMMITTED)).isInstanceOf(Read.Offline.class);
        reopened.store.flush();
    }

    private TestStore reopen() throws IOException {
        test.close();
        test = TestStore.open(directory);
        log = test.found(TestStore.ORDERS);
        return test;
    }

    @Test
    void whileOfflineThePartitionStillTellsWhereItWas() throws IOException {
        EngineLog open = Objects.requireNonNull(log.files().log());
        log.files().goOffline(open, new IOException("a disk that is gone"));

        assertThat(log.startOffset()).isZero();
        assertThat(log.endOffset()).isEqualTo(2);
        assertThat(log.highWatermark()).isEqualTo(2);
        assertThat(log.endOffsetForEpoch(Batches.EPOCH)).isIn(EpochEnd.UNKNOWN, new EpochEnd(Batches.EPOCH, 2));
        assertComesBack();
    }

    @Test
    void aPartitionThatIsDeletedWhileOfflineIsGone() throws IOException {
        EngineLog open = Objects.requireNonNull(log.files().log());
        log.files().goOffline(open, new IOException("a disk that is gone"));
        test.store.delete(TestStore.ORDERS);

        assertThat(test.files()).doesNotExist();
        assertThat(test.orders().endOffset()).isZero();
    }
}
