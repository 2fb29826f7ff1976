package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.message.Payload;
import io.netty.buffer.ByteBuf;

/**
 * A response that was read from disk and found whole.
 *
 * @param version of the withdrawals that were looked at
 */
public record Loaded(Described response, Content content, Location location, Object version) {
    /** It belongs to whoever gets it. */
    public sealed interface Content {}

    /** In memory. */
    public record Bytes(ByteBuf bytes) implements Content {}

    /** Still on disk, and sent from there. */
    public record File(Payload payload) implements Content {}

    /** Gives up the content. */
    public void release() {
        switch (content) {
            case Bytes(ByteBuf bytes) -> bytes.release();
            case File(Payload payload) -> payload.release();
        }
    }
}
