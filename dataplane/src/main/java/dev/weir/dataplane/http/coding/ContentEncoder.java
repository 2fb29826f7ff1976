package dev.weir.dataplane.http.coding;

import dev.weir.dataplane.http.policy.Coding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Codes one content, piece by piece. What it gives is the caller's. */
public final class ContentEncoder implements AutoCloseable {
    private final Coding coding;
    private final Coded coded;
    private final OutputStream encoder;
    private boolean closed;

    private ContentEncoder(Coding coding, Coded coded, OutputStream encoder) {
        this.coding = coding;
        this.coded = coded;
        this.encoder = encoder;
    }

    public static ContentEncoder open(Coding coding, ByteBufAllocator allocator) throws IOException {
        var coded = new Coded(allocator);
        try {
            return new ContentEncoder(coding, coded, Library.of(coding).encoder(coded));
        } catch (OutOfMemoryError e) {
            // outside the heap, that is: the JVM goes on well without
            throw new IOException("there is no memory left to code with", e);
        }
    }

    public Coding coding() {
        return coding;
    }

    /** About what it takes outside the heap, until it is closed. */
    public int memoryBytes() {
        return Library.of(coding).memoryBytes();
    }

    /**
     * Takes over a piece.
     *
     * @return what is coded by now; null when that is nothing
     */
    public @Nullable ByteBuf encode(ByteBuf piece) throws IOException {
        try {
            piece.readBytes(encoder, piece.readableBytes());
            return coded.take();
        } finally {
            piece.release();
        }
    }

    /** All that came before, so that it can be decoded without what comes after. */
    public @Nullable ByteBuf flush() throws IOException {
        encoder.flush();
        return coded.take();
    }

    /** The rest, and the end. */
    public @Nullable ByteBuf finish() throws IOException {
        closed = true;
        encoder.close();
        return coded.take();
    }

    /** Gives its memory back; what was not finished is of no use. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            coded.discard();
            try {
                encoder.close();
            } catch (IOException e) {
                // it was not to be finished
            }
        }
        coded.discard();
    }
}
