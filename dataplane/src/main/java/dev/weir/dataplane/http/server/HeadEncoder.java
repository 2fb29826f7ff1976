package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Writes heads as HTTP/1.1 has them. */
final class HeadEncoder {
    static final byte[] END_OF_LINE = ascii("\r\n");
    static final byte[] CLOSE = ascii("Connection: close\r\n");
    static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    static final byte[] UPGRADE = ascii("Connection: upgrade\r\n");
    static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

    private static final int STATUS_MAX = 1000;
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final AtomicReferenceArray<byte[]> STATUS_LINES = new AtomicReferenceArray<>(STATUS_MAX);
    private static final byte[] LEAST = ascii(String.valueOf(Long.MIN_VALUE));

    private HeadEncoder() {}

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    static void statusLine(int status, ByteBuf out) {
        byte[] line = STATUS_LINES.get(status);
        if (line == null) {
            line = ascii("HTTP/1.1 " + status + ' '
                    + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n");
            STATUS_LINES.set(status, line);
        }
        out.writeBytes(line);
    }

    /** All but those that say how the message is framed, which is the business of whoever sends it. */
    static void fields(Fields fields, ByteBuf out) {
        fields.forEach((name, value) -> {
            if (!isFraming(name)) {
                text(name, out);
                out.writeByte(':').writeByte(' ');
                text(value, out);
                out.writeBytes(END_OF_LINE);
            }
        });
    }

    static void contentLength(long length, ByteBuf out) {
        out.writeBytes(CONTENT_LENGTH);
        number(length, out);
        out.writeBytes(END_OF_LINE);
    }

    /** In decimal. */
    static void number(long number, ByteBuf out) {
        if (number == Long.MIN_VALUE) {
            out.writeBytes(LEAST);
            return;
        }
        long rest = number;
        if (rest < 0) {
            out.writeByte('-');
            rest = -rest;
        }
        long unit = 1;
        while (rest / unit >= 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            out.writeByte((int) ('0' + rest / unit % 10));
        }
    }

    /** What would end a line in HTTP/1 is a space, also where it would not. */
    static String oneLine(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
            }
        }
        return value;
    }

    /** What would end the line is a space: nothing that was put into a field makes another one. */
    private static void text(String text, ByteBuf out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.writeByte(c == '\r' || c == '\n' || c == 0 ? ' ' : c > 0xff ? '?' : c);
        }
    }

    /** Whether it says how a message of HTTP/1 is framed. */
    static boolean isFraming(String name) {
        return switch (name.length()) {
            case 10 -> name.equalsIgnoreCase(FieldName.CONNECTION) || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase(FieldName.CONTENT_LENGTH);
            case 17 -> name.equalsIgnoreCase(FieldName.TRANSFER_ENCODING);
            default -> false;
        };
    }
}
