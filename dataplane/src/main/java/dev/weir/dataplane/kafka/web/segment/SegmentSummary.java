package dev.weir.dataplane.kafka.web.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.kafka.web.filter.Contents;
import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/**
 * Which keys and which headers the messages of a segment have. Where there are too many different ones of either to
 * remember, it takes every one for there.
 */
public final class SegmentSummary implements Contents {
    /** Before it is made smaller. */
    static final long BYTES_MAX = 2L * HashSketch.BYTES_MAX;

    private final HashSketch keys = new HashSketch();
    private final HashSketch headers = new HashSketch();

    void add(Message message) {
        ByteBuffer key = message.key();
        if (key != null) {
            keys.add(hash(0, key));
        }
        for (Header header : message.headers()) {
            if (header.value() != null) {
                // as filters see it: as text
                ByteBuffer text = UTF_8.encode(UTF_8.decode(ByteBuffer.wrap(header.value())));
                headers.add(hash(header.key().hashCode(), text));
            }
        }
    }

    /** Nothing is added any more. */
    SegmentSummary compact() {
        keys.compact();
        headers.compact();
        return this;
    }

    @Override
    public boolean mayHaveKey(ByteBuffer key) {
        return keys.mayHave(hash(0, key));
    }

    @Override
    public boolean mayHaveHeader(String name, ByteBuffer text) {
        return headers.mayHave(hash(name.hashCode(), text));
    }

    int bytes() {
        return keys.bytes() + headers.bytes();
    }

    private static long hash(int of, ByteBuffer value) {
        var bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        var crc = new CRC32C();
        crc.update(bytes);
        return ((long) Utils.murmur2(bytes) << 32 | crc.getValue()) + of * 0x9e3779b97f4a7c15L;
    }
}
