package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The lines between the data of chunks (RFC 9112 section 7.1): sizes with extensions, ends of data, trailer fields. */
final class ChunkLines {
    private static final int SIZE_LINE_BYTES_MAX = 512;
    private static final int HEX_DIGITS_MAX = 15;

    private final Limits limits;
    private int extensionBytes;

    ChunkLines(Limits limits) {
        this.limits = limits;
    }

    /** The size of the next chunk; negative while its line is not whole. */
    long size(ByteBuf in) throws Rejected {
        int length = lineLength(in, SIZE_LINE_BYTES_MAX, "a chunk's size and extensions are too long");
        if (length < 0) {
            return -1;
        }
        byte[] line = new byte[length + 2];
        in.readBytes(line);
        int at = 0;
        long size = 0;
        for (int digit = hex(line[0]); digit >= 0; digit = hex(line[++at])) {
            size = size << 4 | digit;
        }
        if (at == 0) {
            throw Rejected.framing("a chunk does not begin with its size");
        }
        if (at > HEX_DIGITS_MAX) {
            throw Rejected.framing("a chunk's size has more digits than any");
        }
        extensionBytes += length - at;
        if (extensionBytes > limits.headerBytesMax()) {
            throw Rejected.framing("the chunks have too many extensions");
        }
        ChunkExtensions.check(line, at);
        return size;
    }

    /** False while it has not come. */
    boolean dataEnd(ByteBuf in) throws Rejected {
        int from = in.readerIndex();
        if (in.getByte(from) != Octets.CR || (in.readableBytes() > 1 && in.getByte(from + 1) != Octets.LF)) {
            throw Rejected.framing("a chunk is longer than its size");
        }
        if (in.readableBytes() < 2) {
            return false;
        }
        in.skipBytes(2);
        return true;
    }

    /** Null while they are not whole. */
    @Nullable
    Fields trailers(ByteBuf in) throws Rejected {
        int from = in.readerIndex();
        int at = from;
        while (true) {
            int lineFeed = in.indexOf(at, in.writerIndex(), Octets.LF);
            int end = lineFeed < 0 ? in.writerIndex() : lineFeed + 1;
            if (end - from > limits.headerBytesMax()) {
                throw new Rejected(
                        Reason.TRAILER_TOO_LONG,
                        "the trailer fields have more than " + limits.headerBytesMax() + " bytes");
            }
            if (lineFeed < 0) {
                return null;
            }
            if (lineFeed == at || in.getByte(lineFeed - 1) != Octets.CR) {
                throw Rejected.malformed("a line ends with a bare line feed");
            }
            if (lineFeed == at + 1) {
                byte[] octets = new byte[end - from];
                in.readBytes(octets);
                return octets.length == 2 ? FieldList.EMPTY : checked(octets);
            }
            at = end;
        }
    }

    private Fields checked(byte[] octets) throws Rejected {
        FieldLines trailers = FieldLines.parse(octets, 0, limits.headerCountMax());
        for (int i = 0; i < trailers.count(); i++) {
            if (!Trailers.mayHave(FieldName.lowerCase(trailers.name(i)))) {
                throw Rejected.trailer();
            }
        }
        return trailers;
    }

    /** Without its end; negative while that has not come. */
    private static int lineLength(ByteBuf in, int bytesMax, String tooLong) throws Rejected {
        int from = in.readerIndex();
        int lineFeed = in.indexOf(from, in.writerIndex(), Octets.LF);
        if ((lineFeed < 0 ? in.readableBytes() : lineFeed - from) > bytesMax) {
            throw Rejected.framing(tooLong);
        }
        if (lineFeed < 0) {
            return -1;
        }
        if (lineFeed == from || in.getByte(lineFeed - 1) != Octets.CR) {
            throw Rejected.framing("the line of a chunk's size ends with a bare line feed");
        }
        return lineFeed - 1 - from;
    }

    private static int hex(byte octet) {
        return octet < 0 ? -1 : Character.digit(octet, 16);
    }
}
