package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.wire.cluster.ServedVersions;
import dev.weir.dataplane.kafka.wire.frame.MalformedRequest;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import dev.weir.dataplane.logging.LogKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which API is answered by whom, in which versions; and what a client is told of the others. */
final class ApiTable implements RequestHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiTable.class);

    private final Map<ApiKeys, RequestHandler> handlers;
    private final ServedVersions versions;
    private final RequestMeters meters;

    ApiTable(Map<ApiKeys, RequestHandler> handlers, ServedVersions versions, RequestMeters meters) {
        this.handlers = Map.copyOf(handlers);
        this.versions = versions;
        this.meters = meters;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        long began = System.nanoTime();
        CompletableFuture<Reply> reply = answer(request).exceptionally(failure -> failed(request, failure));
        if (reply.isDone() && !reply.isCompletedExceptionally()) {
            meters.answered(request.api(), reply.getNow(new Reply.None()).error(), System.nanoTime() - began);
            return reply;
        }
        return reply.whenComplete((answer, failure) -> {
            if (answer != null) {
                meters.answered(request.api(), answer.error(), System.nanoTime() - began);
            }
        });
    }

    private CompletableFuture<Reply> answer(Request request) {
        RequestHandler handler = handlers.get(request.api());
        boolean served = request.api() == ApiKeys.API_VERSIONS || versions.serves(request.api(), request.version());
        if (handler == null || !served) {
            return CompletableFuture.completedFuture(request.fail(
                    Errors.UNSUPPORTED_VERSION,
                    request.api().name + " v" + request.version() + " is not served here."));
        }
        try {
            return handler.handle(request);
        } catch (MalformedRequest e) {
            throw e;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A fault of ours is one client's trouble, and only with this request. */
    private static Reply failed(Request request, Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() instanceof MalformedRequest malformed) {
            throw malformed;
        }
        log.atError()
                .addKeyValue(LogKey.API, request.api().name)
                .addKeyValue(LogKey.REMOTE, request.client().remote())
                .setCause(failure)
                .log("A request failed in a way that nobody thought of");
        return request.fail(Errors.UNKNOWN_SERVER_ERROR, "The cache failed; its log tells more.");
    }
}
