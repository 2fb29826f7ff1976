package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Trailers;
import dev.weir.dataplane.http.policy.key.TargetUri;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2, well-formed. Its fields are as they would be in HTTP/1.1: with Host, and with one Cookie (RFC
 * 9113 sections 8.3.1 and 8.2.3).
 *
 * @param length of its content, as far as it was said
 * @param expectsContinue whether the client waits for 100 (Continue)
 */
record Http2Request(RequestHead head, long length, boolean expectsContinue) {
    /** Colon, blank and the end of the line, so that it is as much as it would be in HTTP/1.1. */
    private static final int SEPARATORS = 4;

    /**
     * Reads a head that has all pseudo-header fields, each once and before the others.
     *
     * @param ends whether no content follows
     */
    static Http2Request of(Http2Headers headers, boolean ends, boolean secure, Limits limits) throws Rejected {
        String method = text(headers.method());
        String path = text(headers.path());
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new Rejected(Reason.UNKNOWN_METHOD, method + " is not served");
        }
        if (!FieldName.isToken(method)) {
            throw Rejected.malformed("the method is not a token");
        }
        if (path.length() > limits.lineBytesMax()) {
            throw new Rejected(
                    Reason.REQUEST_LINE_TOO_LONG, "the path has more than " + limits.lineBytesMax() + " bytes");
        }
        FieldList received = fields(headers, limits, Reason.HEADER_TOO_LONG);
        String authority = authority(headers, received);
        String scheme = secure ? "https" : "http";
        var head = new RequestHead(method, uri(scheme, authority, method, path), withHost(received, authority));
        long length = length(received, ends, limits);
        return new Http2Request(head, length, length != 0 && expectsContinue(received));
    }

    /** Trailer fields, which are well-formed. */
    static FieldList trailers(Http2Headers headers, Limits limits) throws Rejected {
        FieldList trailers = fields(headers, limits, Reason.TRAILER_TOO_LONG);
        for (Field line : trailers.lines()) {
            if (!Trailers.mayHave(line.name())) {
                throw Rejected.trailer();
            }
        }
        return trailers;
    }

    private static TargetUri uri(String scheme, String authority, String method, String path) throws Rejected {
        if (path.equals("*") && method.equals("OPTIONS")) {
            return new TargetUri(scheme, authority, "*", null);
        }
        if (!path.startsWith("/")) {
            throw Rejected.malformed("the path does not begin with a slash");
        }
        for (byte octet : path.getBytes(StandardCharsets.ISO_8859_1)) {
            if (!Octets.isTarget(octet)) {
                throw Rejected.malformed("the path has a character that it must not have");
            }
        }
        return TargetUri.of(scheme, authority, path);
    }

    private static FieldList fields(Http2Headers headers, Limits limits, Reason tooLong) throws Rejected {
        var lines = new ArrayList<Field>(headers.size());
        var cookie = new StringBuilder();
        long bytes = 0;
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            String name = text(header.getKey());
            if (name.startsWith(":")) {
                continue;
            }
            String value = value(header.getValue());
            bytes += name.length() + value.length() + SEPARATORS;
            if (bytes > limits.headerBytesMax()) {
                throw new Rejected(tooLong, "the header fields have more than " + limits.headerBytesMax() + " bytes");
            }
            if (!FieldName.isToken(name) || !name.equals(FieldName.lowerCase(name))) {
                throw Rejected.malformed("the name of a header field is not a token in lower case");
            }
            if (isOfConnection(name, value)) {
                throw Rejected.malformed("HTTP/2 has no field " + name);
            }
            if (name.equals(FieldName.COOKIE)) {
                cookie.append(cookie.isEmpty() ? "" : "; ").append(value);
            } else {
                lines.add(new Field(name, value));
            }
            if (lines.size() > limits.headerCountMax()) {
                throw new Rejected(
                        Reason.TOO_MANY_FIELDS, "there are more than " + limits.headerCountMax() + " header fields");
            }
        }
        if (!cookie.isEmpty()) {
            lines.add(new Field(FieldName.COOKIE, cookie.toString()));
        }
        return new FieldList(lines);
    }

    /** RFC 9113 section 8.2.1. */
    private static String value(CharSequence received) throws Rejected {
        String value = text(received);
        for (byte octet : value.getBytes(StandardCharsets.ISO_8859_1)) {
            if (!Octets.isValue(octet)) {
                throw Rejected.malformed("the value of a header field has a control character");
            }
        }
        if (!value.equals(value.strip())) {
            throw Rejected.malformed("the value of a header field begins or ends with whitespace");
        }
        return value;
    }

    /** RFC 9113 section 8.2.2. */
    private static boolean isOfConnection(String name, String value) {
        return switch (name) {
            case FieldName.CONNECTION, "proxy-connection", "keep-alive", FieldName.TRANSFER_ENCODING, "upgrade" -> true;
            case "te" -> !value.equals("trailers");
            default -> false;
        };
    }

    private static String authority(Http2Headers headers, FieldList fields) throws Rejected {
        List<String> hosts = fields.all(FieldName.HOST);
        CharSequence said = headers.authority();
        String authority = said != null ? text(said) : hosts.isEmpty() ? "" : hosts.getFirst();
        if (!Authority.isValid(authority)) {
            throw Rejected.malformed(":authority, or Host where there is none, is not a host with or without a port");
        }
        if (hosts.size() > 1 || (!hosts.isEmpty() && !hosts.getFirst().equalsIgnoreCase(authority))) {
            throw Rejected.malformed("Host is not what :authority is");
        }
        return authority;
    }

    private static FieldList withHost(FieldList fields, String authority) {
        return fields.has(FieldName.HOST)
                ? fields
                : FieldList.of(FieldName.HOST, authority).plus(fields);
    }

    private static long length(FieldList fields, boolean ends, Limits limits) throws Rejected {
        List<String> lengths = fields.all(FieldName.CONTENT_LENGTH);
        if (lengths.isEmpty()) {
            return ends ? 0 : Upload.UNKNOWN;
        }
        if (lengths.size() > 1) {
            throw Rejected.framing("there is more than one Content-Length");
        }
        return BodyLength.length(lengths.getFirst(), limits.bodyBytesMax());
    }

    private static boolean expectsContinue(FieldList fields) throws Rejected {
        String expectation = fields.combined("expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw new Rejected(Reason.UNKNOWN_EXPECTATION, "the only expectation known here is 100-continue");
        }
        return expectation != null;
    }

    private static String text(@Nullable CharSequence characters) {
        return characters == null ? "" : characters.toString();
    }
}
