package dev.weir.dataplane.http.coding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What an encoder has given and nobody has taken yet. */
final class Coded extends OutputStream {
    private static final int PIECE_BYTES = 16 * 1024;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf bytes;
    private boolean discarding;

    Coded(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public void write(int b) {
        if (!discarding) {
            bytes().writeByte(b);
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        if (!discarding && length > 0) {
            bytes().writeBytes(from, offset, length);
        }
    }

    @Nullable
    ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = null;
        return taken;
    }

    void discard() {
        discarding = true;
        ByteBuf unwanted = take();
        if (unwanted != null) {
            unwanted.release();
        }
    }

    private ByteBuf bytes() {
        ByteBuf present = bytes;
        if (present == null) {
            present = allocator.directBuffer(PIECE_BYTES);
            bytes = present;
        }
        return present;
    }
}
