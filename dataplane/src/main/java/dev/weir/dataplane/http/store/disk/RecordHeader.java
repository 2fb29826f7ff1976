package dev.weir.dataplane.http.store.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What each record begins with, 40 bytes, big-endian; the head and the content follow.
 *
 * <pre>
 *  0  int   magic
 *  4  int   what kind of record it is
 *  8  int   length of the head
 * 12  int   CRC32C of the content
 * 16  long  length of the content
 * 24  long  place of the record that it is about
 * 32  int   CRC32C of the 32 bytes before and of the head
 * 36  int   0
 * </pre>
 *
 * @param about {@link Place#NONE} for a record that is about no other
 */
record RecordHeader(Kind kind, int headLength, int contentCrc, long contentLength, long about) {
    static final int LENGTH = 40;
    static final int HEAD_MAX = 4 * 1024 * 1024;

    private static final int MAGIC = 0x57526563;
    private static final int CHECKED = 32;

    enum Kind {
        /** A response with its content. */
        RESPONSE(1),
        /** Another head for the content of an earlier record. */
        HEAD(2),
        /** A response that is no more. */
        REMOVED(3),
        /** Concerns all records before it. */
        WITHDRAWAL(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static @Nullable Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            return null;
        }
    }

    long recordLength() {
        return LENGTH + headLength + contentLength;
    }

    ByteBuffer encode(byte[] head) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH + head.length);
        bytes.putInt(MAGIC)
                .putInt(kind.number)
                .putInt(headLength)
                .putInt(contentCrc)
                .putLong(contentLength)
                .putLong(about)
                .putInt(0)
                .putInt(0)
                .put(head)
                .flip();
        return bytes.putInt(CHECKED, crc(bytes, head));
    }

    /** Null if this is no such header. */
    static @Nullable RecordHeader decode(ByteBuffer bytes) {
        Kind kind = Kind.of(bytes.getInt(4));
        int headLength = bytes.getInt(8);
        long contentLength = bytes.getLong(16);
        if (bytes.getInt(0) != MAGIC || kind == null || headLength < 0 || headLength > HEAD_MAX || contentLength < 0) {
            return null;
        }
        return new RecordHeader(kind, headLength, bytes.getInt(12), contentLength, bytes.getLong(24));
    }

    /** Whether header and head are what was written. */
    static boolean isWhole(ByteBuffer header, byte[] head) {
        return header.getInt(CHECKED) == crc(header, head);
    }

    private static int crc(ByteBuffer header, byte[] head) {
        var crc = new CRC32C();
        crc.update(header.slice(0, CHECKED));
        crc.update(head);
        return (int) crc.getValue();
    }
}
