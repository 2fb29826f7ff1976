package dev.weir.dataplane.http.message;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * The head of a stored response in the form in which HTTP/1.1 sends it, made once: status line and fields, without Age,
 * Cache-Status and the empty line, which every answer adds.
 */
public final class StoredHead {
    private final int status;
    private final FieldList fields;
    private final long length;
    private final byte[] http1;
    private final boolean dated;

    /**
     * @param fields all that it has but Content-Length
     * @param length what Content-Length says; {@link Upload#UNKNOWN} for nothing
     */
    public StoredHead(int status, FieldList fields, long length) {
        this.status = status;
        this.fields = fields;
        this.length = length;
        this.http1 = encode(status, fields, length);
        this.dated = fields.has(FieldName.DATE);
    }

    public int status() {
        return status;
    }

    public FieldList fields() {
        return fields;
    }

    public long length() {
        return length;
    }

    /** Not to be changed. */
    public byte[] http1() {
        return http1;
    }

    /** Whether there is a Date in it, which an answer otherwise adds. */
    public boolean dated() {
        return dated;
    }

    private static byte[] encode(int status, FieldList fields, long length) {
        var text = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpResponseStatus.valueOf(status).reasonPhrase())
                .append("\r\n");
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (length >= 0 && status != 204) { // RFC 9110 section 8.6
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
