package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.CacheStatus;
import io.netty.buffer.ByteBuf;

/** Completes the head of a stored response: what is kept encoded, and behind it what is of this answer alone. */
final class StoredAnswer {
    static final String VIA = "1.1 weir";

    private static final byte[] AGE = HeadEncoder.ascii("Age: ");
    private static final byte[] VIA_AND_CACHE_STATUS =
            HeadEncoder.ascii("\r\nVia: " + VIA + "\r\n" + CacheStatus.NAME + ": " + CacheStatus.HIT_PREFIX);

    /** Of all that is added: names, numbers, Date and Connection. */
    private static final int ADDED_BYTES_MAX = 256;

    private StoredAnswer() {}

    /** @param connection a whole line, or nothing */
    static ByteBuf head(
            StoredHead head, long ageSeconds, long ttlSeconds, DateField date, byte[] connection, Output output) {
        byte[] stored = head.http1();
        ByteBuf out = output.buffer(stored.length + ADDED_BYTES_MAX);
        out.writeBytes(stored);
        out.writeBytes(AGE);
        HeadEncoder.number(ageSeconds, out);
        out.writeBytes(VIA_AND_CACHE_STATUS);
        HeadEncoder.number(ttlSeconds, out);
        out.writeBytes(HeadEncoder.END_OF_LINE);
        if (!head.dated()) {
            out.writeBytes(date.line());
        }
        out.writeBytes(connection);
        return out.writeBytes(HeadEncoder.END_OF_LINE);
    }
}
