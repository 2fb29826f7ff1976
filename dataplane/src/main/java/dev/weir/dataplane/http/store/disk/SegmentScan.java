package dev.weir.dataplane.http.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Goes through the records of a segment, past their contents. */
final class SegmentScan {
    private static final int WINDOW = 64 * 1024;

    /** Is told of each whole head. */
    interface Visitor {
        void visit(Location.Part record, byte[] head) throws IOException;
    }

    private final Segment segment;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowStart;

    private SegmentScan(Segment segment) {
        this.segment = segment;
        window.limit(0);
    }

    /** Returns where the last whole record ends: before the end where the rest is torn. */
    static long run(Segment segment, Visitor visitor) throws IOException {
        return new SegmentScan(segment).run(visitor);
    }

    private long run(Visitor visitor) throws IOException {
        long offset = Segment.HEADER_LENGTH;
        long length = segment.length();
        while (offset + RecordHeader.LENGTH <= length) {
            ByteBuffer bytes = at(offset, RecordHeader.LENGTH);
            RecordHeader header = RecordHeader.decode(bytes);
            if (header == null || header.recordLength() > length - offset) {
                return offset;
            }
            var head = new byte[header.headLength()];
            at(offset + RecordHeader.LENGTH, head.length).get(head);
            if (!RecordHeader.isWhole(bytes, head)) {
                return offset;
            }
            visitor.visit(new Location.Part(segment, offset, header), head);
            offset += header.recordLength();
        }
        return offset;
    }

    private ByteBuffer at(long offset, int bytes) throws IOException {
        if (bytes > WINDOW) {
            return segment.read(offset, bytes);
        }
        if (offset < windowStart || offset + bytes > windowStart + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, segment.length() - offset));
            segment.read(offset, window);
            window.flip();
            windowStart = offset;
        }
        var copy = new byte[bytes];
        window.get((int) (offset - windowStart), copy);
        return ByteBuffer.wrap(copy);
    }
}
