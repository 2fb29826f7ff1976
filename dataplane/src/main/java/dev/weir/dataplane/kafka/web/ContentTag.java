package dev.weir.dataplane.kafka.web;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * An entity tag for a content that is at hand as a whole: a weak one, as what clients are sent may be coded (RFC 9110
 * section 8.8.3.3).
 */
final class ContentTag {
    private ContentTag() {}

    static String of(byte[] content) {
        var crc = new CRC32C();
        crc.update(content);
        String digits = HexFormat.of().toHexDigits(crc.getValue(), 8);
        return "W/\"" + digits + "-" + Integer.toHexString(content.length) + "\"";
    }
}
