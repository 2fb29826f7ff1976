package dev.weir.dataplane.kafka.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A segment of a path as the bytes that it stands for (RFC 3986 section 2.1), which need be no text. */
final class PercentCoding {
    private PercentCoding() {}

    static ByteBuffer bytes(String segment) throws Refused {
        byte[] coded = segment.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(coded.length);
        for (int i = 0; i < coded.length; i++) {
            if (coded[i] != '%') {
                bytes.write(coded[i]);
            } else if (i + 2 < coded.length
                    && HexFormat.isHexDigit(coded[i + 1])
                    && HexFormat.isHexDigit(coded[i + 2])) {
                bytes.write(HexFormat.fromHexDigit(coded[++i]) << 4 | HexFormat.fromHexDigit(coded[++i]));
            } else {
                throw Refused.badRequest("in the path, % must be followed by two hexadecimal digits");
            }
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
