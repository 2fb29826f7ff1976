package dev.weir.dataplane.kafka.web;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/** An entity tag for a content that is at hand as a whole. */
final class ContentTag {
    private ContentTag() {}

    static String of(byte[] content) {
        var crc = new CRC32C();
        crc.update(content);
        return "\"" + HexFormat.of().toHexDigits(crc.getValue(), 8) + "-" + Integer.toHexString(content.length) + "\"";
    }
}
