package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.message.Holders;
import dev.weir.dataplane.http.message.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Content that stays in its segment, which lasts as long as it does. */
final class FilePayload implements Payload {
    private final Segment segment;
    private final long position;
    private final long length;
    private final Holders holders = new Holders();

    /** Takes over a hold on the segment. */
    FilePayload(Segment segment, long position, long length) {
        this.segment = segment;
        this.position = position;
        this.length = length;
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
            segment.release();
        }
    }

    @Override
    public ByteBuf bytes(long from, int length) {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(length);
        try {
            while (bytes.readableBytes() < length) {
                int left = length - bytes.readableBytes();
                if (bytes.writeBytes(segment.channel(), position + from + bytes.readableBytes(), left) < 0) {
                    throw new IOException(segment.file + " is shorter than it was");
                }
            }
            return bytes;
        } catch (IOException e) {
            bytes.release();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FileRegion region(long from, long length) {
        if (!segment.tryRetain()) {
            throw new IllegalStateException("asked for after it was released");
        }
        return new SegmentRegion(segment, position + from, length);
    }
}
