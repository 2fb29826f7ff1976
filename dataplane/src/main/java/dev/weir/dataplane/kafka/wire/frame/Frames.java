package dev.weir.dataplane.kafka.wire.frame;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.jspecify.annotations.Nullable;

/** Frames, header and body without the length, as they are exchanged with upstream. */
public final class Frames {
    private Frames() {}

    /** A request of our own, or one that stands in for a client's. */
    public static ByteBuffer request(
            ApiKeys api, short version, int correlationId, @Nullable String clientId, ApiMessage body) {
        var header = new RequestHeaderData()
                .setRequestApiKey(api.id)
                .setRequestApiVersion(version)
                .setCorrelationId(correlationId)
                .setClientId(clientId);
        return write(header, api.requestHeaderVersion(version), body, version);
    }

    /** A response as upstream would frame it. */
    public static ByteBuffer response(ApiKeys api, short version, int correlationId, ApiMessage body) {
        var header = new ResponseHeaderData().setCorrelationId(correlationId);
        return write(header, api.responseHeaderVersion(version), body, version);
    }

    private static ByteBuffer write(ApiMessage header, short headerVersion, ApiMessage body, short version) {
        var cache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        body.addSize(size, cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(size.totalSize());
        var out = new ByteBufferAccessor(bytes);
        header.write(out, cache, headerVersion);
        body.write(out, cache, version);
        return bytes.flip();
    }

    /** A response from upstream, read by Kafka's own class for it. Its records are slices of the frame. */
    public static AbstractResponse readResponse(ApiKeys api, short version, ByteBuffer frame) {
        var in = new ByteBufferAccessor(frame.duplicate());
        new ResponseHeaderData(in, api.responseHeaderVersion(version));
        return AbstractResponse.parseResponse(api, in, version);
    }

    /** What Kafka itself answers a request with when all of it fails; null where it has no answer. */
    public static @Nullable ApiMessage errorResponse(ApiKeys api, short version, ApiMessage request, Throwable error) {
        var cache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        request.addSize(size, cache, version);
        var bytes = new ByteBufferAccessor(ByteBuffer.allocate(size.totalSize()));
        request.write(bytes, cache, version);
        bytes.flip();
        return errorResponse(api, version, bytes, error);
    }

    static @Nullable ApiMessage errorResponse(ApiKeys api, short version, Readable request, Throwable error) {
        try {
            AbstractResponse response =
                    AbstractRequest.parseRequest(api, version, request).request.getErrorResponse(0, error);
            return response == null ? null : response.data();
        } catch (RuntimeException e) { // such as of Produce without records
            throw new MalformedRequest(api.name + " v" + version + " has no answer: " + e.getMessage());
        }
    }
}
