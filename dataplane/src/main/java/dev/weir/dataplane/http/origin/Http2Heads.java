package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;

/** Heads as HTTP/2 has them. */
final class Http2Heads {
    private Http2Heads() {}

    static Http2Headers request(OriginRequest request, Endpoint endpoint) {
        String authority = request.authority() == null ? endpoint.authority() : request.authority();
        long length = request.content().length();
        var headers = new DefaultHttp2Headers(true, true, 16);
        headers.method(request.method())
                .scheme(endpoint.server().isSecure() ? "https" : "http")
                .authority(authority)
                .path(request.target());
        request.fields().forEach((name, value) -> {
            if (Heads.isPassedOn(name, length != 0) && !name.equalsIgnoreCase("te")) {
                headers.add(FieldName.lowerCase(name), value);
            }
        });
        if (length > 0) {
            headers.addLong(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        // they are handed on, and some kinds of servers insist
        headers.add(HttpHeaderNames.TE, "trailers");
        return headers;
    }

    static Http2Headers trailers(Fields trailers) {
        var headers = new DefaultHttp2Headers();
        trailers.forEach((name, value) -> headers.add(FieldName.lowerCase(name), value));
        return headers;
    }

    static FieldList fields(Http2Headers headers) {
        var lines = new ArrayList<Field>(headers.size());
        headers.forEach(line -> {
            if (line.getKey().charAt(0) != ':') {
                lines.add(new Field(line.getKey().toString(), line.getValue().toString()));
            }
        });
        return new FieldList(lines);
    }

    /** 0 when it is none. */
    static int status(Http2Headers headers) {
        CharSequence status = headers.status();
        if (status == null || status.length() != 3) {
            return 0;
        }
        try {
            return Integer.parseInt(status.toString());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
