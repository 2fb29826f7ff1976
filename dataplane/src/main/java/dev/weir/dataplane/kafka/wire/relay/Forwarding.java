package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.upstream.RelayException;
import dev.weir.dataplane.kafka.wire.frame.Frames;
import dev.weir.dataplane.kafka.wire.frame.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;

/** Sends clients' requests on, whole or in part, in the clients' own versions. Any thread. */
final class Forwarding {
    private final Relay relay;
    private final Counter relayed;
    private final Counter unanswered;

    Forwarding(Relay relay, MeterRegistry meters) {
        this.relay = relay;
        relayed = meters.counter("weir.kafka.relayed", "outcome", "answered");
        unanswered = meters.counter("weir.kafka.relayed", "outcome", "failed");
    }

    /** A response from upstream: as it came, and read. */
    record Response(ByteBuffer frame, AbstractResponse message) {
        /** The first error in it. */
        Errors error() {
            for (Errors error : message.errorCounts().keySet()) {
                if (error != Errors.NONE) {
                    return error;
                }
            }
            return Errors.NONE;
        }
    }

    /** Sends the request as it came. */
    CompletableFuture<Response> whole(Request request, Route.To to, Lane lane, Duration timeout) {
        return send(request, request.frame(), to, lane, timeout);
    }

    /** Sends a part of it. */
    CompletableFuture<Response> part(Request request, ApiMessage body, Route.To to, Lane lane, Duration timeout) {
        ByteBuffer frame =
                Frames.request(request.api(), request.version(), request.correlationId(), request.clientId(), body);
        return send(request, frame, to, lane, timeout);
    }

    private CompletableFuture<Response> send(
            Request request, ByteBuffer frame, Route.To to, Lane lane, Duration timeout) {
        return relay.send(to.upstream(), to.destination(), lane, frame.duplicate(), timeout)
                .whenComplete((bytes, failure) -> (failure == null ? relayed : unanswered).increment())
                .thenApply(bytes -> new Response(bytes, Frames.readResponse(request.api(), request.version(), bytes)));
    }

    /** Sends a request that has no response; completes when it has left. */
    CompletableFuture<Void> oneWay(Request request, ApiMessage body, Route.To to, Lane lane, Duration timeout) {
        ByteBuffer frame =
                Frames.request(request.api(), request.version(), request.correlationId(), request.clientId(), body);
        return relay.sendWithoutResponse(to.upstream(), to.destination(), lane, frame, timeout)
                .whenComplete((sent, failure) -> (failure == null ? relayed : unanswered).increment());
    }

    /** The lane that keeps the requests of a client in their order. */
    static Lane laneOf(Request request) {
        return new Lane.Shared(request.client().id().hashCode());
    }

    /** Why there is no response, for the client to read. */
    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    /** Whether upstream surely knows nothing of the request. */
    static boolean notSent(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RelayException.NotSent;
    }
}
