package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Payload;
import io.netty.channel.FileRegion;

/**
 * Sends a stored body: at once if it is not large, and otherwise in pieces, each when the client has taken those before
 * it. So nobody keeps more of the disk's content in memory than a piece.
 */
final class PayloadTransfer {
    static final int PIECE_BYTES = 256 * 1024;

    /**
     * Below, a buffer that leaves with the head is cheaper than a call of its own. Above, the head leaves by itself:
     * holding it back (TCP_CORK), or sending the first bytes along with it, was measured to cost more.
     */
    private static final int REGION_BYTES_MIN = 64 * 1024;

    private final Payload payload;
    private final Output output;
    private final boolean plain;
    private final long length;
    private long sent;

    /** @param plain whether files may be sent as they are */
    PayloadTransfer(Payload payload, Output output, boolean plain) {
        this.payload = payload;
        this.output = output;
        this.plain = plain;
        this.length = payload.length();
    }

    /** Goes on; true when all is on its way, and the payload is released or will be. */
    boolean proceed() {
        while (sent < length) {
            if (sent > 0 && !output.isWritable()) {
                return false;
            }
            int piece = (int) Math.min(length - sent, PIECE_BYTES);
            FileRegion region = plain && length >= REGION_BYTES_MIN ? payload.region(sent, piece) : null;
            sent += piece;
            if (region == null) {
                output.write(payload.bytes(sent - piece, piece));
            } else if (sent < length) {
                output.write(region);
            } else {
                output.send(region).addListener(over -> payload.release());
                return true;
            }
        }
        payload.release();
        return true;
    }

    /** The client is gone. */
    void drop() {
        payload.release();
    }
}
