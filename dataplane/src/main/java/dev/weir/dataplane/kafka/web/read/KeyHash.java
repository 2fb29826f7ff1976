package dev.weir.dataplane.kafka.web.read;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.utils.Utils;

/**
 * A hash of 64 bits of a key, put together from two that have nothing to do with each other. Of ten million keys it
 * takes two for the same about once in a hundred thousand topics.
 */
final class KeyHash {
    private KeyHash() {}

    static long of(ByteBuffer key) {
        var bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        var crc = new CRC32C();
        crc.update(bytes);
        return (long) Utils.murmur2(bytes) << 32 | crc.getValue();
    }
}
