package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.List;

/**
 * How the end of a request's content is found (RFC 9112 section 6.3). Whatever two servers could understand in two ways
 * is refused, also where the RFC would let it be repaired: a length that is repeated, both framings at once, a coding
 * under HTTP/1.0.
 */
final class BodyLength {
    private static final int DIGITS_MAX = 18;

    private BodyLength() {}

    /** Zero without content, {@link Upload#UNKNOWN} when it is chunked. */
    static long of(FieldLines fields, boolean http10, long bytesMax) throws Rejected {
        List<String> lengths = fields.all(FieldName.CONTENT_LENGTH);
        if (fields.has(FieldName.TRANSFER_ENCODING)) {
            if (!lengths.isEmpty()) {
                throw Rejected.framing("there are both Content-Length and Transfer-Encoding");
            }
            if (http10) {
                throw Rejected.framing("HTTP/1.0 has no Transfer-Encoding");
            }
            requireChunked(fields.all(FieldName.TRANSFER_ENCODING));
            return Upload.UNKNOWN;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        if (lengths.size() > 1) {
            throw Rejected.framing("there is more than one Content-Length");
        }
        return length(lengths.getFirst(), bytesMax);
    }

    static long length(String value, long bytesMax) throws Rejected {
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw Rejected.framing("Content-Length is not a number");
            }
            length = i < DIGITS_MAX ? length * 10 + digit : Long.MAX_VALUE;
        }
        if (value.isEmpty()) {
            throw Rejected.framing("Content-Length is empty");
        }
        if (length > bytesMax) {
            throw Rejected.bodyTooLong(bytesMax);
        }
        return length;
    }

    private static void requireChunked(List<String> lines) throws Rejected {
        String coding = FieldName.lowerCase(String.join(",", lines));
        if (coding.equals("chunked")) {
            return;
        }
        int last = coding.lastIndexOf(',');
        String before = coding.substring(0, Math.max(last, 0));
        if (last < 0 || !coding.substring(last + 1).strip().equals("chunked") || before.contains("chunked")) {
            throw Rejected.framing("Transfer-Encoding does not end with chunked, once");
        }
        throw new Rejected(Reason.UNKNOWN_TRANSFER_CODING, "only the transfer coding chunked is known here");
    }
}
