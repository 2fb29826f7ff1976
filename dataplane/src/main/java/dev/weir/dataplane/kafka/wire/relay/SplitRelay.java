package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.wire.frame.Frames;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Relays a request whose parts may belong to different brokers. When they all belong to one, as is the rule, it goes as
 * it came.
 */
final class SplitRelay<Q extends ApiMessage, R extends ApiMessage, I> implements RequestHandler {
    private final SplitApi<Q, R, I> api;
    private final Forwarding forwarding;
    private final Rules<Q, R, I> rules;

    /** What differs from API to API. */
    interface Rules<Q, R, I> {
        Route route(Q request, I item);

        /** Where a request goes that is about nothing. */
        Home home();

        default Duration timeout(Q request) {
            return Timeouts.ADMIN;
        }

        /** What to tell the client when there was no response. */
        default Errors unanswered(boolean notSent) {
            return Errors.REQUEST_TIMED_OUT;
        }

        /** Answers what was routed to here. */
        default CompletableFuture<R> here(Q part) {
            throw new IllegalStateException("nothing is answered here");
        }

        /** Answers, as well as can be, what upstream did not; null to tell the client of the error. */
        default @Nullable CompletableFuture<R> instead(Q part) {
            return null;
        }

        /** Sees each response from upstream; says whether it changed it. */
        default boolean inspect(Route.To from, Q request, R response, Errors error) {
            return false;
        }

        /** Leaves out of a response that was made here what clients of that version cannot be told. */
        default void fit(R response, short version) {}
    }

    SplitRelay(SplitApi<Q, R, I> api, Forwarding forwarding, Rules<Q, R, I> rules) {
        this.api = api;
        this.forwarding = forwarding;
        this.rules = rules;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        Q body = request.body(api.request());
        Map<Route, List<I>> routes = new LinkedHashMap<>();
        for (I item : api.items().apply(body)) {
            routes.computeIfAbsent(rules.route(body, item), route -> new ArrayList<>())
                    .add(item);
        }
        if (routes.isEmpty()) {
            return whole(request, body, rules.home().any());
        }
        if (routes.size() == 1) {
            switch (routes.keySet().iterator().next()) {
                case Route.To only -> {
                    return whole(request, body, only);
                }
                case Route.Here only -> {
                    return rules.here(body).thenApply(response -> reply(request, response, Errors.NONE));
                }
                case Route.Refused only -> {}
            }
        }
        List<CompletableFuture<Part<R>>> parts = new ArrayList<>();
        routes.forEach(
                (route, items) -> parts.add(part(request, body, api.subset().apply(body, items), route)));
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> merge(
                        request, parts.stream().map(CompletableFuture::join).toList()));
    }

    /** What one broker says. */
    private record Part<R>(R response, Errors error) {}

    private CompletableFuture<Reply> whole(Request request, Q body, Route.To to) {
        return forwarding
                .whole(request, to, Forwarding.laneOf(request), rules.timeout(body))
                .thenApply(response -> {
                    R message = api.response().cast(response.message().data());
                    boolean changed = rules.inspect(to, body, message, response.error());
                    return changed
                            ? reply(request, message, response.error())
                            : (Reply) new Reply.Frame(response.frame(), response.error());
                })
                .exceptionallyCompose(failure -> unanswered(request, body, failure)
                        .thenApply(part -> reply(request, part.response(), part.error())));
    }

    private CompletableFuture<Part<R>> part(Request request, Q whole, Q part, Route route) {
        return switch (route) {
            case Route.Here here -> rules.here(part).thenApply(response -> new Part<>(response, Errors.NONE));
            case Route.Refused(Errors error, String message) ->
                CompletableFuture.completedFuture(failed(request, part, error, message));
            case Route.To to ->
                forwarding
                        .part(request, part, to, Forwarding.laneOf(request), rules.timeout(whole))
                        .thenApply(response -> {
                            R message = api.response().cast(response.message().data());
                            rules.inspect(to, part, message, response.error());
                            return new Part<>(message, response.error());
                        })
                        .exceptionallyCompose(failure -> unanswered(request, part, failure));
        };
    }

    private CompletableFuture<Part<R>> unanswered(Request request, Q part, Throwable failure) {
        CompletableFuture<R> instead = rules.instead(part);
        if (instead != null) {
            return instead.thenApply(response -> new Part<>(response, Errors.NONE));
        }
        Errors error = rules.unanswered(Forwarding.notSent(failure));
        return CompletableFuture.completedFuture(failed(request, part, error, Forwarding.reason(failure)));
    }

    private Part<R> failed(Request request, Q part, Errors error, String message) {
        ApiMessage body = Frames.errorResponse(request.api(), request.version(), part, error.exception(message));
        return new Part<>(api.response().cast(Objects.requireNonNull(body)), error);
    }

    private Reply merge(Request request, List<Part<R>> parts) {
        // a duplicate, because the lists of a failure may be immutable
        R merged = api.response().cast(parts.getFirst().response().duplicate());
        Errors error = parts.getFirst().error();
        for (Part<R> part : parts.subList(1, parts.size())) {
            api.merge().accept(merged, part.response());
            error = error == Errors.NONE ? part.error() : error;
        }
        return reply(request, merged, error);
    }

    private Reply reply(Request request, R response, Errors error) {
        rules.fit(response, request.version());
        return Reply.of(response, error);
    }
}
