package dev.weir.dataplane.kafka.wire.frame;

import dev.weir.dataplane.net.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the stream into frames: four bytes of length, then the request, which begins with two bytes of API key.
 *
 * <p>Frames are heap buffers: they are read by Kafka's own classes, outlive the read in relayed requests, and need no
 * release. A length is believed only as far as bytes follow: the buffer grows with them.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {
    /** API key, API version and correlation id: what every request has, and what it takes to answer one. */
    static final int FRAME_BYTES_MIN = 8;

    private static final int LENGTH_BYTES = 4;
    private static final int FIRST_CAPACITY_MAX = 64 * 1024;

    private final FrameLimits limits;
    private final MemoryBudget memory;
    private final ReadGate<HeldBack> gate;
    private final ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES + Short.BYTES);
    private byte @Nullable [] frame;
    private int length;
    private int filled;
    private MemoryBudget.@Nullable Waiter waiting;
    private int waits;
    private @Nullable ByteBuf unread;
    private boolean broken;

    /** A request's bytes, complete. Whoever takes it gives their count back to the memory. */
    record Frame(ByteBuffer bytes) {}

    FrameDecoder(FrameLimits limits, MemoryBudget memory, ReadGate<HeldBack> gate) {
        this.limits = limits;
        this.memory = memory;
        this.gate = gate;
    }

    /** Half a frame is in, and it is for the client to send the rest. */
    boolean midFrame() {
        return waiting == null && (frame != null || prefix.position() > 0);
    }

    /** A frame is being held up here: there will be more when there is memory for it. */
    boolean awaitsMemory() {
        return waiting != null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (broken) {
            bytes.release();
        } else if (unread != null) {
            unread = ctx.alloc().compositeBuffer(2).addComponents(true, unread, bytes);
        } else {
            decode(ctx, bytes);
        }
    }

    /** Consumes the buffer, or keeps what is left of it while there is no memory. */
    private void decode(ChannelHandlerContext ctx, ByteBuf bytes) {
        try {
            while (bytes.isReadable() && (frame != null || begin(ctx, bytes))) {
                fill(ctx, bytes);
            }
            if (waiting != null) {
                unread = bytes.retain();
            }
        } catch (InvalidFrame e) {
            broken = true;
            throw e;
        } finally {
            bytes.release();
        }
    }

    /** Reads length and API key, checks them, and takes the memory for the frame. */
    private boolean begin(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (prefix.hasRemaining() && bytes.isReadable()) {
            prefix.put(bytes.readByte());
        }
        if (prefix.position() < LENGTH_BYTES) {
            return false;
        }
        length = prefix.getInt(0);
        if (length < FRAME_BYTES_MIN) {
            throw new InvalidFrame("a frame of " + length + " bytes, too short for a request");
        }
        if (prefix.hasRemaining()) {
            return false;
        }
        int max = limits.bytesMax(prefix.getShort(LENGTH_BYTES));
        if (length > max) {
            throw new InvalidFrame("a frame of " + length + " bytes, over the limit of " + max);
        }
        int wait = ++waits;
        Runnable granted = () -> ctx.executor().execute(() -> proceed(ctx, wait));
        waiting = memory.take(length, granted);
        if (waiting != null) {
            gate.close(HeldBack.MEMORY);
            return false;
        }
        allocate();
        return true;
    }

    private void allocate() {
        byte[] first = new byte[Math.min(length, FIRST_CAPACITY_MAX)];
        first[0] = prefix.get(LENGTH_BYTES);
        first[1] = prefix.get(LENGTH_BYTES + 1);
        filled = Short.BYTES;
        frame = first;
        prefix.clear();
    }

    private void fill(ChannelHandlerContext ctx, ByteBuf bytes) {
        byte[] target = frame;
        if (target == null) {
            return;
        }
        int count = Math.min(length - filled, bytes.readableBytes());
        if (filled + count > target.length) {
            target = Arrays.copyOf(target, (int) Math.min(length, Math.max(filled + count, target.length * 2L)));
            frame = target;
        }
        bytes.readBytes(target, filled, count);
        filled += count;
        if (filled == length) {
            frame = null;
            ctx.fireChannelRead(new Frame(ByteBuffer.wrap(target, 0, length)));
        }
    }

    private void proceed(ChannelHandlerContext ctx, int wait) {
        if (waiting == null || wait != waits) {
            return; // cancelled meanwhile, and the memory given back
        }
        waiting = null;
        allocate();
        ByteBuf rest = unread;
        unread = null;
        if (rest != null) {
            decode(ctx, rest);
        }
        if (waiting == null) {
            gate.open(HeldBack.MEMORY);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        } else if (frame != null) {
            memory.release(length);
            frame = null;
        }
        if (unread != null) {
            unread.release();
            unread = null;
        }
        broken = true;
        ctx.fireChannelInactive();
    }
}
