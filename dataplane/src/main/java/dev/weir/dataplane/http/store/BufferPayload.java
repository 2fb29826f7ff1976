package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.message.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Content in memory. It counts its holders itself, since the buffer may be another content's as soon as it was given
 * back: whoever comes late must not get hold of that.
 */
final class BufferPayload implements Payload {
    private final ByteBuf content;
    private final int length;
    private final AtomicInteger holders = new AtomicInteger(1);

    BufferPayload(ByteBuf content) {
        this.content = content;
        this.length = content.readableBytes();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean tryRetain() {
        int now;
        do {
            now = holders.get();
            if (now == 0) {
                return false;
            }
        } while (!holders.compareAndSet(now, now + 1));
        return true;
    }

    @Override
    public void release() {
        int left = holders.decrementAndGet();
        if (left == 0) {
            content.release();
        } else if (left < 0) {
            throw new IllegalStateException("released more often than retained");
        }
    }

    @Override
    public ByteBuf bytes(long from, int length) {
        return content.retainedSlice(Math.toIntExact(from), length);
    }

    @Override
    public @Nullable FileRegion region(long from, long length) {
        return null;
    }
}
