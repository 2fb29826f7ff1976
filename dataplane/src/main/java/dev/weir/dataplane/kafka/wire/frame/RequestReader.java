package dev.weir.dataplane.kafka.wire.frame;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/** Reads the header of a frame. */
final class RequestReader {
    private RequestReader() {}

    /**
     * @throws MalformedRequest when it cannot be said which request it is: there is no way to answer, in a form that
     *     the client would understand, an API or a version that is not known
     */
    static Request read(ByteBuffer frame, Client client) {
        short apiKey = frame.getShort(0);
        short version = frame.getShort(2);
        int correlationId = frame.getInt(4);
        if (!ApiKeys.hasId(apiKey)) {
            throw new MalformedRequest("API key " + apiKey + " is not known");
        }
        ApiKeys api = ApiKeys.forId(apiKey);
        if (!api.isVersionSupported(version)) {
            if (api == ApiKeys.API_VERSIONS) {
                return new Request(api, version, correlationId, null, frame, frame.limit(), client);
            }
            throw new MalformedRequest(api.name + " v" + version + " is not known");
        }
        var accessor = new ByteBufferAccessor(frame.duplicate());
        RequestHeaderData header;
        try {
            header = new RequestHeaderData(accessor, api.requestHeaderVersion(version));
        } catch (RuntimeException e) {
            throw new MalformedRequest(
                    "the header of " + api.name + " v" + version + " cannot be read: " + e.getMessage());
        }
        int bodyAt = frame.limit() - accessor.remaining();
        return new Request(api, version, correlationId, header.clientId(), frame, bodyAt, client);
    }
}
