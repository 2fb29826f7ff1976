package dev.weir.dataplane.http.store.disk;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads responses from segments, and believes nothing of them that has no checksum. */
final class ResponseReader {
    /** From here on a content is sent from its file. */
    private static final int FILE_MIN = 64 * 1024;

    private static final int CHUNK = 64 * 1024;

    private final Pending pending;
    private final IntFunction<@Nullable ByteBuf> memory;

    ResponseReader(Pending pending, IntFunction<@Nullable ByteBuf> memory) {
        this.pending = pending;
        this.memory = memory;
    }

    /** What is there, as it is to be served. */
    sealed interface Outcome {}

    record Found(Loaded loaded) implements Outcome {}

    /** It was removed meanwhile. */
    record Gone() implements Outcome {}

    /** There is no memory to read it into. */
    record NoMemory() implements Outcome {}

    /** It is not what was written. */
    record Damaged(String why) implements Outcome {}

    Outcome read(Location location) throws IOException {
        Object version = pending.version();
        Segment head = location.head().segment();
        Segment content = location.content().segment();
        if (!head.tryRetain()) {
            return new Gone();
        }
        try {
            Described response = pending.apply(
                    location.apply(describe(location.head())), location.head().place());
            if (response == null || !content.tryRetain()) {
                return new Gone();
            }
            try {
                return read(location, response, version);
            } finally {
                content.release();
            }
        } finally {
            head.release();
        }
    }

    private static Described describe(Location.Part record) throws IOException {
        Segment segment = record.segment();
        ByteBuffer header = segment.read(record.offset(), RecordHeader.LENGTH);
        byte[] head =
                segment.read(record.headOffset(), record.header().headLength()).array();
        if (!RecordHeader.isWhole(header, head)) {
            throw new IOException("a head is not what was written");
        }
        return HeadCodec.decode(head);
    }

    private Outcome read(Location location, Described response, Object version) throws IOException {
        Location.Part record = location.content();
        long length = record.header().contentLength();
        if (response.metadata().extent().length() != length) {
            throw new IOException("a content is of another length than its head says");
        }
        Segment segment = record.segment();
        if (length >= FILE_MIN) {
            check(crc(segment, record.contentOffset(), length), record);
            segment.tryRetain();
            var payload = new FilePayload(segment, record.contentOffset(), length);
            return new Found(new Loaded(response, new Loaded.File(payload), location, version));
        }
        ByteBuf bytes = memory.apply((int) length);
        if (bytes == null) {
            return new NoMemory();
        }
        try {
            if (length > 0) {
                ByteBuffer into = bytes.nioBuffer(0, (int) length);
                segment.read(record.contentOffset(), into);
                bytes.writerIndex((int) length);
                check(ResponseLog.crc(into.flip()), record);
            } else {
                check(ResponseLog.crc(), record);
            }
            return new Found(new Loaded(response, new Loaded.Bytes(bytes.retain()), location, version));
        } finally {
            bytes.release();
        }
    }

    private static int crc(Segment segment, long from, long length) throws IOException {
        var crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long end = from + length;
        for (long at = from; at < end; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, end - at));
            segment.read(at, chunk);
            crc.update(chunk.flip());
        }
        return (int) crc.getValue();
    }

    private static void check(int crc, Location.Part record) throws IOException {
        if (crc != record.header().contentCrc()) {
            throw new IOException("a content is not what was written");
        }
    }
}
