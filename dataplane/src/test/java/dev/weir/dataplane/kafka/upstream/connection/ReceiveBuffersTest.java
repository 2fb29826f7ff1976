package dev.weir.dataplane.kafka.upstream.connection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReceiveBuffersTest {
    private static final int MEBIBYTE = 1 << 20;

    private final ReceiveBuffers buffers = new ReceiveBuffers(10L * MEBIBYTE, 4L * MEBIBYTE);

    @Test
    void aBufferHoldsWhatWasAskedForAndIsUsedAgain() {
        ByteBuffer first = take(MEBIBYTE - 1);
        assertThat(first.remaining()).isEqualTo(MEBIBYTE - 1);
        buffers.release(first);
        ByteBuffer second = take(MEBIBYTE);
        assertThat(second).isSameAs(first);
        assertThat(second.remaining()).isEqualTo(MEBIBYTE);
    }

    @Test
    void beyondTheBoundResponsesWaitUntilThereIsRoomForOneOfThem() {
        ByteBuffer held = take(9 * MEBIBYTE);
        assertThat(buffers.tryAllocate(3 * MEBIBYTE)).isNull();
        assertThat(buffers.tryAllocate(2 * MEBIBYTE)).isNull();
        assertThat(buffers.isOutOfMemory()).isTrue();
        assertThat(buffers.bytesInUse()).isEqualTo(9 * MEBIBYTE);
        ByteBuffer small = take(MEBIBYTE);
        assertThat(buffers.isOutOfMemory()).isTrue();
        buffers.release(small);
        assertThat(buffers.isOutOfMemory()).isTrue();
        buffers.release(held);
        assertThat(buffers.isOutOfMemory()).isFalse();
        assertThat(take(3 * MEBIBYTE).remaining()).isEqualTo(3 * MEBIBYTE);
    }

    @Test
    void aResponseLargerThanTheBoundIsLetInWhenItIsTheOnlyOne() {
        ByteBuffer large = take(20 * MEBIBYTE);
        assertThat(buffers.tryAllocate(MEBIBYTE)).isNull();
        buffers.release(large);
        assertThat(buffers.isOutOfMemory()).isFalse();
        assertThat(buffers.bytesInUse()).isZero();
    }

    @Test
    void smallResponsesNeverWait() {
        take(10 * MEBIBYTE);
        assertThat(take(1_000).remaining()).isEqualTo(1_000);
        assertThat(buffers.isOutOfMemory()).isFalse();
    }

    private ByteBuffer take(int bytes) {
        return requireNonNull(buffers.tryAllocate(bytes));
    }
}
