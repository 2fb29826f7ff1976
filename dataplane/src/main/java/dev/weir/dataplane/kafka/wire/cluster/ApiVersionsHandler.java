package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;

/**
 * Answers ApiVersions. To a version that is not served the answer is UNSUPPORTED_VERSION, in version 0, with the
 * versions of ApiVersions that are: so the client knows how to ask again (KIP-511).
 */
public final class ApiVersionsHandler implements RequestHandler {
    private final ServedVersions versions;

    public ApiVersionsHandler(ServedVersions versions) {
        this.versions = versions;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        return CompletableFuture.completedFuture(answer(request));
    }

    private Reply answer(Request request) {
        ApiVersionsResponseData response = versions.response(request.version());
        if (!versions.serves(ApiKeys.API_VERSIONS, request.version())) {
            ApiVersion own = response.apiKeys().find(ApiKeys.API_VERSIONS.id).duplicate();
            var refusal = new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
            refusal.apiKeys().add(own);
            return Reply.of(refusal, Errors.UNSUPPORTED_VERSION);
        }
        var body = request.body(ApiVersionsRequestData.class);
        if (!new ApiVersionsRequest(body, request.version()).isValid()) {
            return request.fail(Errors.INVALID_REQUEST, "The client's name or version is not one.");
        }
        return Reply.of(response);
    }
}
