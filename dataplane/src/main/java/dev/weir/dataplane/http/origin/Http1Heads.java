package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** The head of a request as HTTP/1.1 has it. */
final class Http1Heads {
    private Http1Heads() {}

    static HttpRequest request(OriginRequest request, String authority) {
        var head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.target());
        HttpHeaders headers = head.headers();
        long length = request.content().length();
        headers.add(HttpHeaderNames.HOST, request.authority() == null ? authority : request.authority());
        request.fields().forEach((name, value) -> {
            if (Heads.isPassedOn(name, length != 0)) {
                headers.add(name, value);
            }
        });
        if (length == Upload.UNKNOWN) {
            headers.add(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (length > 0 || expectsContent(request.method())) {
            headers.add(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        if (request.fields().has("te")) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE); // RFC 9110 section 10.1.4
        }
        if (request.upgrade() != null) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.add(HttpHeaderNames.UPGRADE, request.upgrade());
        }
        return head;
    }

    /** Methods of which servers want to be told that there is no content (RFC 9110 section 8.6). */
    private static boolean expectsContent(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }
}
