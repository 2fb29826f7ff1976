package dev.weir.dataplane.kafka.wire.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.net.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakWatch.class)
class FrameDecoderTest {
    private static final FrameLimits LIMITS =
            new FrameLimits(1_000_000, 1_000, Duration.ofSeconds(30), Duration.ofMinutes(10));
    private static final short PRODUCE = 0;
    private static final short FETCH = 1;

    private final MemoryBudget memory = new MemoryBudget(500_000, 1_000);
    private final EmbeddedChannel channel = channel();

    private EmbeddedChannel channel() {
        var created = new EmbeddedChannel();
        created.pipeline().addLast(new FrameDecoder(LIMITS, memory, new ReadGate<>(created, HeldBack.class)));
        return created;
    }

    @AfterEach
    void close() {
        channel.close();
        assertThat(memory.used()).isZero();
    }

    private static ByteBuf frame(short api, int length) {
        ByteBuf frame = Unpooled.buffer(4 + length).writeInt(length).writeShort(api);
        while (frame.readableBytes() < 4 + length) {
            frame.writeByte(frame.writerIndex());
        }
        return frame;
    }

    private static byte[] body(ByteBuf frame) {
        var bytes = new byte[frame.readableBytes() - 4];
        frame.getBytes(4, bytes);
        return bytes;
    }

    private byte[] next() {
        FrameDecoder.Frame frame = channel.readInbound();
        memory.release(frame.bytes().remaining());
        return frame.bytes().array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 1000})
    void framesComeOutWholeHoweverTheyWereCut(int step) {
        ByteBuf one = frame(FETCH, 8);
        ByteBuf two = frame(FETCH, 900);
        ByteBuf stream = Unpooled.wrappedBuffer(one.copy(), two.copy());
        while (stream.isReadable()) {
            channel.writeInbound(stream.readRetainedSlice(Math.min(step, stream.readableBytes())));
        }
        stream.release();
        assertThat(next()).isEqualTo(body(one));
        assertThat(next()).isEqualTo(body(two));
        assertThat(channel.<FrameDecoder.Frame>readInbound()).isNull();
    }

    @Test
    void recordsMayBeLargerThanOtherRequests() {
        ByteBuf produce = frame(PRODUCE, 200_000);
        channel.writeInbound(produce.copy());
        assertThat(next()).isEqualTo(body(produce));
        assertThatThrownBy(() -> channel.writeInbound(frame(FETCH, 1_001)))
                .isInstanceOf(InvalidFrame.class)
                .hasMessageContaining("1001 bytes, over the limit of 1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 0, 7, 1_000_001, Integer.MAX_VALUE})
    void lengthsThatNoRequestHasAreRefusedAsSoonAsTheyAreRead(int length) {
        ByteBuf lie = Unpooled.buffer().writeInt(length).writeShort(PRODUCE);
        assertThatThrownBy(() -> channel.writeInbound(lie)).isInstanceOf(InvalidFrame.class);
        assertThat(channel.writeInbound(Unpooled.copiedBuffer("more of it", UTF_8)))
                .isFalse();
    }

    @Test
    void aFrameThatFindsNoMemoryWaitsAndStopsReadingUntilThereIsSome() {
        EmbeddedChannel other = channel();
        other.writeInbound(frame(PRODUCE, 400_000));
        ByteBuf large = frame(PRODUCE, 300_000);
        channel.writeInbound(large.copy(0, 10_000));
        channel.writeInbound(large.copy(10_000, 290_004));
        assertThat(channel.<FrameDecoder.Frame>readInbound()).isNull();
        assertThat(channel.config().isAutoRead()).isFalse();

        FrameDecoder.Frame first = other.readInbound();
        memory.release(first.bytes().remaining());
        channel.runPendingTasks();
        assertThat(next()).isEqualTo(body(large));
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aConnectionThatClosesWhileItWaitsTakesNothing() {
        EmbeddedChannel other = channel();
        other.writeInbound(frame(PRODUCE, 400_000));
        EmbeddedChannel waiting = channel();
        waiting.writeInbound(frame(PRODUCE, 300_000));
        waiting.close();
        FrameDecoder.Frame first = other.readInbound();
        memory.release(first.bytes().remaining());
    }
}
