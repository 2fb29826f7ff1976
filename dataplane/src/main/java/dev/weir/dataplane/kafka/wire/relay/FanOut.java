package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * Asks every broker of the home upstream, as each lists only what it coordinates, and answers with all of it together.
 */
final class FanOut implements RequestHandler {
    private static final short METADATA_VERSION_MAX = 8;

    private final Forwarding forwarding;
    private final RelayCalls calls;
    private final Home home;

    FanOut(Forwarding forwarding, RelayCalls calls, Home home) {
        this.forwarding = forwarding;
        this.calls = calls;
        this.home = home;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        request.body();
        Route.To any = home.any();
        return brokers(request, any)
                .thenCompose(ids -> ask(request, any.upstream(), ids))
                .exceptionally(failure -> request.fail(Errors.COORDINATOR_NOT_AVAILABLE, Forwarding.reason(failure)));
    }

    private CompletableFuture<List<Integer>> brokers(Request request, Route.To any) {
        short version = calls.version(any.upstream(), ApiKeys.METADATA, METADATA_VERSION_MAX);
        return calls.call(
                        any.upstream(),
                        any.destination(),
                        Forwarding.laneOf(request),
                        version,
                        new MetadataRequestData().setTopics(List.of()),
                        MetadataResponseData.class,
                        Timeouts.SHORT)
                .thenApply(metadata -> metadata.brokers().stream()
                        .map(MetadataResponseBroker::nodeId)
                        .toList());
    }

    private CompletableFuture<Reply> ask(Request request, String upstream, List<Integer> brokers) {
        List<CompletableFuture<Forwarding.Response>> answers = brokers.stream()
                .map(id -> forwarding.whole(
                        request,
                        new Route.To(upstream, new Destination.Node(id)),
                        Forwarding.laneOf(request),
                        Timeouts.SHORT))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(all ->
                        merge(answers.stream().map(CompletableFuture::join).toList()));
    }

    private static Reply merge(List<Forwarding.Response> answers) {
        Forwarding.Response first = answers.getFirst();
        for (Forwarding.Response next : answers.subList(1, answers.size())) {
            merge(first.message().data(), next.message().data());
        }
        return Reply.of(first.message().data(), first.error());
    }

    private static void merge(ApiMessage into, ApiMessage part) {
        switch (into) {
            case ListGroupsResponseData groups -> {
                var more = (ListGroupsResponseData) part;
                groups.groups().addAll(more.groups());
                groups.setThrottleTimeMs(Math.max(groups.throttleTimeMs(), more.throttleTimeMs()));
                groups.setErrorCode(groups.errorCode() == 0 ? more.errorCode() : groups.errorCode());
            }
            case ListTransactionsResponseData transactions -> {
                var more = (ListTransactionsResponseData) part;
                transactions.transactionStates().addAll(more.transactionStates());
                transactions.setThrottleTimeMs(Math.max(transactions.throttleTimeMs(), more.throttleTimeMs()));
                transactions.setErrorCode(transactions.errorCode() == 0 ? more.errorCode() : transactions.errorCode());
            }
            default -> throw new IllegalArgumentException("cannot merge " + into.getClass());
        }
    }
}
