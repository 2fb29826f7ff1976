package dev.weir.dataplane.kafka.wire.frame;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in. Its body is read only by those who need to see into it.
 *
 * @param version one that Kafka's classes know; of ApiVersions, any
 * @param frame header and body, from position 0 to the limit. Not to be changed.
 * @param bodyAt where in it the body begins
 */
public record Request(
        ApiKeys api,
        short version,
        int correlationId,
        @Nullable String clientId,
        ByteBuffer frame,
        int bodyAt,
        Client client) {

    /** From the next version on, ApiVersions can order a client to start over with other bootstrap servers. */
    public static final short API_VERSIONS_MAX = 4;

    /** The body, read by Kafka's own class for it. */
    public <T extends ApiMessage> T body(Class<T> type) {
        return type.cast(body());
    }

    /**
     * The body, as whichever message it is.
     *
     * @throws MalformedRequest when the bytes are no such body
     */
    public ApiMessage body() {
        try {
            return AbstractRequest.parseRequest(api, version, bytes()).request.data();
        } catch (RuntimeException e) { // Kafka's classes throw whatever comes: they trust the broker to catch it
            throw new MalformedRequest(api.name + " v" + version + " cannot be read: " + e.getMessage());
        }
    }

    private ByteBufferAccessor bytes() {
        return new ByteBufferAccessor(frame.duplicate().position(bodyAt));
    }

    /** What Kafka itself answers this request with when all of it fails; a closed connection where it has no answer. */
    public Reply fail(Errors error, String message) {
        Throwable cause = error.exception(message);
        ApiMessage body = Frames.errorResponse(api, version, bytes(), cause);
        return body == null
                ? new Reply.Close(api.name + " failed: " + cause.getMessage())
                : new Reply.Message(body, error, List.of(), List.of());
    }

    /** The version to answer in. Who asks for ApiVersions in an unknown version is answered in the first (KIP-511). */
    public short responseVersion() {
        return api == ApiKeys.API_VERSIONS && version > API_VERSIONS_MAX ? 0 : version;
    }
}
