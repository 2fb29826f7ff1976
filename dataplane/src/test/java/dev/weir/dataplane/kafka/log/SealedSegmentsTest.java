package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSegmentsTest {
    @TempDir
    Path directory;

    @Test
    void aSegmentIsSealedWhenAnotherFollowsAndAllOfItIsCommitted() throws IOException {
        try (TestStore test = TestStore.open(directory, TestStore.withSegmentBytes(2_000))) {
            PartitionLog log = test.orders(Map.of());
            assertThat(log.sealedSegment(0)).isEmpty();
            fill(log, 100);
            SealedSegment first = log.sealedSegment(0).orElseThrow();
            assertThat(first.baseOffset()).isZero();
            assertThat(log.sealedSegment(first.endOffset() - 1)).hasValue(first);
            SealedSegment second = log.sealedSegment(first.endOffset()).orElseThrow();
            assertThat(second.baseOffset()).isEqualTo(first.endOffset());
            assertThat(log.sealedSegment(99))
                    .as("records are still added to it")
                    .isEmpty();
        }
    }

    @Test
    void afterACutNothingIsWhatItWas() throws IOException {
        try (TestStore test = TestStore.open(directory, TestStore.withSegmentBytes(2_000))) {
            PartitionLog log = test.orders(Map.of());
            fill(log, 100);
            SealedSegment before = log.sealedSegment(0).orElseThrow();
            log.truncateTo(50);
            SealedSegment after = log.sealedSegment(0).orElseThrow();
            assertThat(after.endOffset()).isEqualTo(before.endOffset());
            assertThat(after.generation()).isNotEqualTo(before.generation());
        }
    }

    private static void fill(PartitionLog log, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            TestStore.append(log, Batches.one(i, "key" + i));
        }
    }
}
