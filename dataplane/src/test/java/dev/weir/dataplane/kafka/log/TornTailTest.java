package dev.weir.dataplane.kafka.log;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.storage.internals.log.LogFileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine that fails may leave beyond the last mark: the directory is copied while the store works on it. */
class TornTailTest {
    @TempDir
    Path temporary;

    private TestStore running;
    private PartitionLog log;
    private final List<byte[]> sent = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        running = TestStore.open(temporary.resolve("running"), TestStore.withSegmentBytes(40_000));
        log = running.orders();
        append(60);
        mark();
    }

    @AfterEach
    void close() throws IOException {
        running.close();
    }

    private void append(int batches) throws IOException {
        for (int i = 0; i < batches; i++) {
            MemoryRecords batch = Batches.many(log.endOffset(), 3, 100, 1 + sent.size() / 20);
            sent.add(Batches.bytes(batch));
            TestStore.append(log, batch);
        }
    }

    private void mark() {
        running.store.flush();
    }

    private Path crashed() throws IOException {
        Path copy = temporary.resolve("crashed");
        try (Stream<Path> files = Files.walk(running.directory)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve(running.directory.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    private Path lastSegment(Path store) throws IOException {
        return segments(store).getLast();
    }

    private static List<Path> segments(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private void assertHolds(TestStore test, int batches) throws IOException {
        PartitionLog found = test.found(TestStore.ORDERS);
        assertThat(found.endOffset()).isEqualTo(batches * 3L);
        assertThat(found.latestEpoch()).hasValue(1 + (batches - 1) / 20);
        byte[] all = new byte
                [sent.stream().limit(batches).mapToInt(batch -> batch.length).sum()];
        int at = 0;
        for (byte[] batch : sent.subList(0, batches)) {
            System.arraycopy(batch, 0, all, at, batch.length);
            at += batch.length;
        }
        assertThat(TestStore.readAll(found, 0, 7_000)).isEqualTo(all);
        TestStore.append(found, Batches.one(found.endOffset(), "goes on"));
    }

    @Test
    void whatWasAppendedAfterTheMarkIsAppendedAgain() throws IOException {
        append(30);
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            assertThat(test.store.recovery().replayedBytes())
                    .isEqualTo(sent.stream()
                            .skip(60)
                            .mapToInt(batch -> batch.length)
                            .sum());
            assertThat(test.store.recovery().rescanned()).isZero();
            assertHolds(test, 90);
        }
    }

    @Test
    void soItIsAcrossSeveralSegments() throws IOException {
        append(400);
        assertThat(log.segments()).isGreaterThan(3);
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            assertThat(test.store.recovery().rescanned()).isZero();
            assertHolds(test, 460);
        }
    }

    @Test
    void whatComesBehindASegmentThatIsGoneIsNotAppended() throws IOException {
        append(400);
        Path crashed = crashed();
        List<Path> segments = segments(crashed);
        Path gone = segments.get(segments.size() - 2);
        Files.delete(gone);
        long before = LogFileUtils.offsetFromFile(gone.toFile());
        assertThat(before).isGreaterThan(60 * 3);
        try (TestStore test = TestStore.open(crashed, TestStore.withSegmentBytes(40_000))) {
            assertThat(test.store.recovery().rescanned()).isZero();
            assertHolds(test, (int) before / 3);
        }
    }

    @Test
    void nothingIsAppendedAgainThatWasMarked() throws IOException {
        append(30);
        mark();
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            assertThat(test.store.recovery().replayedBytes()).isZero();
            assertThat(test.store.recovery().rescanned()).isZero();
            assertHolds(test, 90);
        }
    }

    @Test
    void aBatchOfWhichOnlyAPartWasWrittenIsCutOff() throws IOException {
        append(30);
        for (int missing : new int[] {1, 17, 100, 350}) {
            Path crashed = crashed();
            Path segment = lastSegment(crashed);
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.setLength(file.length() - missing);
            }
            try (TestStore test = TestStore.open(crashed, TestStore.withSegmentBytes(40_000))) {
                assertHolds(test, 89);
            }
            Trees.delete(crashed);
        }
    }

    @Test
    void blocksThatWereNeverWrittenAreCutOffWithAllThatFollows() throws IOException {
        append(30);
        Path crashed = crashed();
        byte[] bytes = Files.readAllBytes(lastSegment(crashed));
        int batch = sent.getLast().length;
        Arrays.fill(bytes, bytes.length - 12 * batch, bytes.length - 11 * batch, (byte) 0);
        Files.write(lastSegment(crashed), bytes);
        try (TestStore test = TestStore.open(crashed, TestStore.withSegmentBytes(40_000))) {
            assertHolds(test, 78);
        }
    }

    @Test
    void aReplayThatWasItselfCutShortIsDoneAgain() throws IOException {
        append(30);
        Path crashed = crashed();
        Path segment = lastSegment(crashed);
        byte[] all = Files.readAllBytes(segment);
        int tail = sent.stream().skip(60).mapToInt(batch -> batch.length).sum();
        Files.write(
                crashed.resolve("orders-0").resolve("replay"), Arrays.copyOfRange(all, all.length - tail, all.length));
        Files.write(segment, Arrays.copyOf(all, all.length - tail / 2));
        try (TestStore test = TestStore.open(crashed, TestStore.withSegmentBytes(40_000))) {
            assertHolds(test, 90);
        }
    }

    @Test
    void aSegmentThatIsShorterThanItsMarkIsReadThroughAndCut() throws IOException {
        Path crashed = crashed();
        try (RandomAccessFile file = new RandomAccessFile(lastSegment(crashed).toFile(), "rw")) {
            file.setLength(file.length() - 10);
        }
        try (TestStore test = TestStore.open(crashed, TestStore.withSegmentBytes(40_000))) {
            assertThat(test.store.recovery().rescanned()).isEqualTo(1);
            assertHolds(test, 59);
        }
    }

    @Test
    void timestampsAreFoundAfterACrashAsBefore() throws IOException {
        long now = System.currentTimeMillis();
        TestStore.append(log, Batches.one(180, "a", "v", now + 5_000_000), Batches.one(181, "b"));
        mark();
        TestStore.append(log, Batches.one(182, "c", "v", now + 9_000_000), Batches.one(183, "d"));
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            PartitionLog found = test.found(TestStore.ORDERS);
            assertThat(found.offsetForTimestamp(now + 4_000_000, READ_UNCOMMITTED))
                    .hasValueSatisfying(it -> assertThat(it.offset()).isEqualTo(180));
            assertThat(found.offsetForTimestamp(now + 6_000_000, READ_UNCOMMITTED))
                    .hasValueSatisfying(it -> assertThat(it.offset()).isEqualTo(182));
            assertThat(found.offsetForTimestamp(ListOffsetsRequest.MAX_TIMESTAMP, READ_UNCOMMITTED))
                    .hasValueSatisfying(it -> assertThat(it.offset()).isEqualTo(182));
        }
    }

    @Test
    void transactionsAreAfterACrashAsBefore() throws IOException {
        TestStore.append(
                log,
                Batches.transactional(180, 7, 0, "a"),
                Batches.end(181, 7, ControlRecordType.ABORT),
                Batches.transactional(182, 8, 0, "b"));
        mark();
        TestStore.append(log, Batches.end(183, 8, ControlRecordType.ABORT), Batches.transactional(184, 9, 0, "c"));
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            PartitionLog found = test.found(TestStore.ORDERS);
            assertThat(found.lastStableOffset()).isEqualTo(184);
            Slice slice = TestStore.slice(found, 180, READ_COMMITTED);
            assertThat(slice.abortedTransactions())
                    .contains(List.of(
                            new AbortedTransaction().setProducerId(7).setFirstOffset(180),
                            new AbortedTransaction().setProducerId(8).setFirstOffset(182)));
            slice.release();
        }
    }

    @Test
    void theStartIsWhereItWasAfterACrash() throws IOException {
        log.advanceStart(100);
        mark();
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            assertThat(test.found(TestStore.ORDERS).startOffset()).isEqualTo(100);
        }
    }

    @Test
    void aLogThatWasCutBackAndAppendedToSinceItsMarkIsReadThrough() throws IOException {
        log.truncateTo(90);
        sent.subList(30, sent.size()).clear();
        append(60);
        try (TestStore test = TestStore.open(crashed(), TestStore.withSegmentBytes(40_000))) {
            assertHolds(test, 90);
        }
    }

    @Test
    void marksAreMadeByThemselvesInTime() throws IOException {
        LogStoreSettings base = TestStore.SETTINGS;
        LogStoreSettings often = new LogStoreSettings(
                base.segmentBytesMax(),
                0,
                base.bytesMax(),
                1_000,
                Duration.ofMillis(100),
                base.retentionInterval(),
                base.compactionInterval(),
                1,
                base.dedupeBufferBytes(),
                2,
                base.readHoldMax(),
                true);
        try (TestStore test = TestStore.open(temporary.resolve("often"), often)) {
            PartitionLog other = test.orders();
            TestStore.append(other, Batches.many(0, 10, 200, 1));
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(test.meters
                                    .get("weir.kafka.log.unflushed.bytes")
                                    .gauge()
                                    .value())
                            .isZero());
        }
    }
}
