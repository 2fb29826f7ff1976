package dev.weir.dataplane.net.http;

import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;

/**
 * How much a client may ask of an HTTP server.
 *
 * @param lineBytesMax the length of the request line
 * @param headerBytesMax the length of all header fields together
 * @param patience how long a whole request may take, and how long a connection may be idle
 */
public record HttpBounds(int lineBytesMax, int headerBytesMax, Duration patience) {
    private static final int CHUNK_BYTES_MAX = 64 * 1024;

    public static final HttpBounds DEFAULT = new HttpBounds(8 * 1024, 32 * 1024, Duration.ofSeconds(75));

    /** What is answered to a request that could not be read. */
    Answer refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException e ->
                Answer.error(414, "the request line has more than " + lineBytesMax + " bytes");
            case TooLongHttpHeaderException e ->
                Answer.error(431, "the header fields have more than " + headerBytesMax + " bytes");
            default -> Answer.error(400, "this is not an HTTP request: " + cause.getMessage());
        };
    }

    HttpServerCodec codec() {
        return new HttpServerCodec(lineBytesMax, headerBytesMax, CHUNK_BYTES_MAX);
    }
}
