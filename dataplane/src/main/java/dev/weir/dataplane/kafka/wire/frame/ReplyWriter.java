package dev.weir.dataplane.kafka.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends one response after the other, each a little at a time: the next part is handed to the channel when the one
 * before is in the kernel. So a client that reads slowly, or never, costs one part of memory, or on a plain connection
 * none, and no event loop works for one client long. On the event loop.
 */
final class ReplyWriter {
    private static final int PLAIN_BYTES_AT_ONCE = 1024 * 1024;
    private static final int ENCRYPTED_BYTES_AT_ONCE = 256 * 1024;

    private final boolean zeroCopy;
    private final int bytesAtOnce;
    private final FrameMeters meters;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int sentOfFile;
    private @Nullable Runnable done;

    ReplyWriter(boolean zeroCopy, FrameMeters meters) {
        this.zeroCopy = zeroCopy;
        this.bytesAtOnce = zeroCopy ? PLAIN_BYTES_AT_ONCE : ENCRYPTED_BYTES_AT_ONCE;
        this.meters = meters;
    }

    /**
     * Sends the pieces of a response. There is one response at a time.
     *
     * @param progress run whenever a part of it is sent
     * @param whenDone run when the last part is sent; never, when the connection breaks
     */
    void write(ChannelHandlerContext ctx, List<Piece> response, Runnable progress, Runnable whenDone) {
        pieces.addAll(response);
        done = whenDone;
        next(ctx, progress);
    }

    private void next(ChannelHandlerContext ctx, Runnable progress) {
        int bytes = 0;
        ChannelFuture last = null;
        try {
            while (bytes < bytesAtOnce && !pieces.isEmpty()) {
                switch (pieces.getFirst()) {
                    case Piece.Bytes part -> {
                        pieces.removeFirst();
                        bytes += part.length();
                        meters.memory(part.length());
                        last = ctx.write(part.buffer());
                    }
                    case Piece.File part -> {
                        int length = Math.min(part.length() - sentOfFile, bytesAtOnce - bytes);
                        Object message = part(ctx, part.slice(), length);
                        bytes += length;
                        last = ctx.write(message);
                    }
                }
            }
        } catch (IOException e) {
            ctx.fireExceptionCaught(e);
            return;
        }
        if (last != null) {
            last.addListener(sent -> {
                if (sent.isSuccess()) {
                    sent(ctx, progress);
                }
            });
            ctx.flush();
        }
    }

    private void sent(ChannelHandlerContext ctx, Runnable progress) {
        progress.run();
        if (!pieces.isEmpty()) {
            next(ctx, progress);
            return;
        }
        Runnable whenDone = done;
        done = null;
        if (whenDone != null) {
            whenDone.run();
        }
    }

    /** The next bytes of the file that is first in line, as something that the channel can write. */
    private Object part(ChannelHandlerContext ctx, FileSlice slice, int length) throws IOException {
        long position = slice.position() + sentOfFile;
        boolean isLast = sentOfFile + length == slice.length();
        Object message;
        if (zeroCopy) {
            message = new SegmentRegion(slice.channel(), position, length, isLast ? slice.release() : null);
            meters.zeroCopy(length);
        } else {
            message = read(ctx, slice, position, length);
            meters.copied(length);
        }
        if (isLast) {
            pieces.removeFirst();
            sentOfFile = 0;
            if (!zeroCopy) {
                slice.release().run();
            }
        } else {
            sentOfFile += length;
        }
        return message;
    }

    private static ByteBuf read(ChannelHandlerContext ctx, FileSlice slice, long position, int length)
            throws IOException {
        ByteBuf buffer = ctx.alloc().directBuffer(length);
        try {
            while (buffer.readableBytes() < length) {
                int missing = length - buffer.readableBytes();
                if (buffer.writeBytes(slice.channel(), position + buffer.readableBytes(), missing) < 0) {
                    throw new EOFException("the log was cut back while it was being sent");
                }
            }
        } catch (IOException | RuntimeException e) {
            buffer.release();
            throw e;
        }
        return buffer;
    }

    /** A response is on its way. */
    boolean writing() {
        return done != null;
    }

    /** The connection is gone: gives back what was not handed to it. */
    void drop() {
        pieces.forEach(Piece::drop);
        pieces.clear();
        done = null;
    }
}
