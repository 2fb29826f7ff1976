package dev.weir.dataplane.http.store.memory;

import dev.weir.dataplane.http.message.Holders;
import dev.weir.dataplane.http.message.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import org.jspecify.annotations.Nullable;

/**
 * Content in memory. It counts its holders itself, since the buffer may be another content's as soon as it was given
 * back: whoever comes late must not get hold of that.
 */
public final class BufferPayload implements Payload {
    private final ByteBuf content;
    private final int length;
    private final Holders holders = new Holders();

    /** Takes over the content. */
    public BufferPayload(ByteBuf content) {
        this.content = content;
        this.length = content.readableBytes();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean tryRetain() {
        return holders.tryEnter();
    }

    @Override
    public void release() {
        if (holders.leave()) {
            content.release();
        }
    }

    @Override
    public ByteBuf bytes(long from, int length) {
        return content.retainedSlice(Math.toIntExact(from), length);
    }

    @Override
    public @Nullable FileRegion region(long from, long length) {
        return content instanceof LargeContent large ? large.region(from, length) : null;
    }
}
