package dev.weir.dataplane.kafka.web.write;

import dev.weir.api.Acknowledgement;
import java.time.Duration;

/**
 * How web clients write, as the document has it.
 *
 * @param enabled whether they may
 * @param messageBytesMax how long a message may be
 * @param stagedBytesMax how much may be on its way to Kafka
 */
public record WriteSettings(boolean enabled, Acknowledgement acks, int messageBytesMax, long stagedBytesMax) {
    /** After so long without an acknowledgement nobody knows whether a message is written. */
    static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(30);

    /** What of the heap messages may take, that is what is copied of them while they are handed over. */
    private static final int HEAP_SHARE = 8;

    static final WriteSettings NONE = new WriteSettings(false, Acknowledgement.ALL, 0, 0);

    public WriteSettings {
        messageBytesMax = (int) Math.min(messageBytesMax, handoverBytesMax());
    }

    static long handoverBytesMax() {
        return Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    }
}
