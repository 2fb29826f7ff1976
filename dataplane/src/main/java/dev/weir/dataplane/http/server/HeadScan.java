package dev.weir.dataplane.http.server;

import io.netty.buffer.ByteBuf;

/** Looks for the end of a head in what has come of it, going on where it stopped when more has come. */
final class HeadScan {
    private final Limits limits;
    private int seen;
    private int lineLength;
    private boolean skippedLine;

    HeadScan(Limits limits) {
        this.limits = limits;
    }

    /** How long the head is, with its empty line; negative while its end has not come. */
    int length(ByteBuf in) throws Rejected {
        if (seen == 0 && !begins(in)) {
            return -1;
        }
        int from = in.readerIndex();
        int at = from + seen;
        while (true) {
            int lineFeed = in.indexOf(at, in.writerIndex(), Octets.LF);
            if (lineFeed < 0) {
                seen = in.writerIndex() - from;
                bound(seen);
                return -1;
            }
            if (in.getByte(lineFeed - 1) != Octets.CR) {
                throw Rejected.malformed("a line ends with a bare line feed");
            }
            bound(lineFeed - 1 - from);
            if (lineLength == 0) {
                lineLength = lineFeed - 1 - from;
            } else if (in.getByte(lineFeed - 2) == Octets.LF) {
                seen = 0;
                lineLength = 0;
                skippedLine = false;
                return lineFeed + 1 - from;
            }
            at = lineFeed + 1;
        }
    }

    /** One empty line before a request is passed over (RFC 9112 section 2.2). */
    private boolean begins(ByteBuf in) throws Rejected {
        if (!skippedLine && in.isReadable() && in.getByte(in.readerIndex()) == Octets.CR) {
            if (in.readableBytes() < 2) {
                return false;
            }
            if (in.getByte(in.readerIndex() + 1) == Octets.LF) {
                in.skipBytes(2);
                skippedLine = true;
            }
        }
        if (!in.isReadable()) {
            return false;
        }
        if (!Octets.isToken(in.getByte(in.readerIndex()))) {
            throw Rejected.malformed("this is not a request of HTTP/1");
        }
        return true;
    }

    private void bound(int length) throws Rejected {
        if (lineLength == 0) {
            if (length > limits.lineBytesMax()) {
                throw new Rejected(
                        Reason.REQUEST_LINE_TOO_LONG,
                        "the request line has more than " + limits.lineBytesMax() + " bytes");
            }
        } else if (length - lineLength > limits.headerBytesMax()) {
            throw new Rejected(
                    Reason.HEADER_TOO_LONG, "the header fields have more than " + limits.headerBytesMax() + " bytes");
        }
    }
}
