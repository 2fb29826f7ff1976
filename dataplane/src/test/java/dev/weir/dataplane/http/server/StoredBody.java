package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A stored body in memory, or in a file; it counts who holds it. */
final class StoredBody implements Payload {
    final AtomicInteger references = new AtomicInteger();
    final AtomicInteger regions = new AtomicInteger();
    private final byte[] bytes;
    private final @Nullable Path file;

    StoredBody(String text, @Nullable Path file) {
        this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        this.file = file;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public boolean tryRetain() {
        references.incrementAndGet();
        return true;
    }

    @Override
    public void release() {
        references.decrementAndGet();
    }

    @Override
    public ByteBuf bytes(long from, int length) {
        return Unpooled.wrappedBuffer(bytes, Math.toIntExact(from), length);
    }

    @Override
    public @Nullable FileRegion region(long from, long length) {
        if (file == null) {
            return null;
        }
        regions.incrementAndGet();
        return new DefaultFileRegion(file.toFile(), from, length);
    }
}
