package dev.weir.dataplane.kafka.web.answer;

import java.nio.ByteBuffer;

/**
 * A message as a reader is sent it.
 *
 * @param json one line, to be taken once
 */
public record Written(Kind kind, ByteBuffer json) {
    public enum Kind {
        WHOLE,
        TOMBSTONE,
        /** What has changed since the reader was sent a value of the key. */
        PATCH
    }
}
