package dev.weir.dataplane.http.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import org.jspecify.annotations.Nullable;

/** The bytes of a stored response, reference-counted: whoever sends them releases what it took. */
public interface Payload {
    long length();

    /** False if it is gone already. */
    boolean tryRetain();

    void release();

    /** These bytes as a buffer of their own, which lives as long as it is retained; may read from disk. */
    ByteBuf bytes(long from, int length);

    /** These bytes for sendfile, where they are in a file; null where they are in memory. */
    @Nullable
    FileRegion region(long from, long length);
}
