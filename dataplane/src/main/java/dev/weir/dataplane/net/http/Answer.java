package dev.weir.dataplane.net.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A small response that is known as a whole.
 *
 * @param headers those that it has besides the usual ones
 */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }

    /**
     * Answers in JSON.
     *
     * @param value maps, lists, strings, numbers and booleans
     */
    public static Answer json(int status, Object value) {
        try {
            String body = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
            return new Answer(status, "application/json", body + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value", e);
        }
    }

    /** Says what is wrong, as {@code {"error": …}}. */
    public static Answer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    public Answer with(String header, String value) {
        return new Answer(status, contentType, body, Map.of(header, value));
    }

    FullHttpResponse toHttp(boolean head, boolean keepAlive) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteBuf content = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
        HttpHeaders fields = response.headers();
        headers.forEach(fields::set);
        fields.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        fields.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        fields.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        fields.set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        return response;
    }
}
