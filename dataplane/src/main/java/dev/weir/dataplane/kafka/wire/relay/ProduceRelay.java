package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;

/**
 * Relays Produce to the leaders upstream. What they acknowledged is fetched at once, so that it can be read here too.
 * Where upstream names another leader, the client is not told: it must come here again.
 */
final class ProduceRelay implements RequestHandler {
    private final Upstreams upstreams;
    private final Leaders leaders;
    private final Forwarding forwarding;
    private final Home home;
    private final SplitRelay<ProduceRequestData, ProduceResponseData, ProduceSplit.Item> acknowledged;

    ProduceRelay(Upstreams upstreams, Leaders leaders, Forwarding forwarding, Home home) {
        this.upstreams = upstreams;
        this.leaders = leaders;
        this.forwarding = forwarding;
        this.home = home;
        this.acknowledged = new SplitRelay<>(ProduceSplit.API, forwarding, new ProduceRules());
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        ProduceRequestData body = request.body(ProduceRequestData.class);
        return body.acks() == 0 ? unacknowledged(request, body) : acknowledged.handle(request);
    }

    /** There is no response: where something fails, Kafka closes the connection to make itself heard, and so do we. */
    private CompletableFuture<Reply> unacknowledged(Request request, ProduceRequestData body) {
        Map<Route, List<ProduceSplit.Item>> routes = new LinkedHashMap<>();
        for (ProduceSplit.Item item : ProduceSplit.API.items().apply(body)) {
            Route route =
                    leaders.route(item.topic(), item.topicId(), item.data().index());
            routes.computeIfAbsent(route, key -> new ArrayList<>()).add(item);
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (Map.Entry<Route, List<ProduceSplit.Item>> part : routes.entrySet()) {
            if (part.getKey() instanceof Route.Refused(Errors error, String message)) {
                return CompletableFuture.completedFuture(new Reply.Close("PRODUCE with acks=0: " + message));
            }
            if (part.getKey() instanceof Route.To to) {
                ProduceRequestData subset = ProduceSplit.API.subset().apply(body, part.getValue());
                sent.add(forwarding.oneWay(
                        request, subset, to, Forwarding.laneOf(request), Timeouts.named(body.timeoutMs())));
            }
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .handle((all, failure) -> failure == null
                        ? new Reply.None()
                        : new Reply.Close("PRODUCE with acks=0: " + Forwarding.reason(failure)));
    }

    private final class ProduceRules
            implements SplitRelay.Rules<ProduceRequestData, ProduceResponseData, ProduceSplit.Item> {
        @Override
        public Route route(ProduceRequestData request, ProduceSplit.Item item) {
            return leaders.route(item.topic(), item.topicId(), item.data().index());
        }

        @Override
        public Home home() {
            return home;
        }

        @Override
        public Duration timeout(ProduceRequestData request) {
            return Timeouts.named(request.timeoutMs());
        }

        @Override
        public Errors unanswered(boolean notSent) {
            return notSent ? Errors.LEADER_NOT_AVAILABLE : Errors.REQUEST_TIMED_OUT;
        }

        @Override
        public boolean inspect(Route.To from, ProduceRequestData request, ProduceResponseData response, Errors error) {
            for (TopicProduceResponse answer : response.responses()) {
                Topic topic = leaders.topic(answer.name(), answer.topicId());
                for (PartitionProduceResponse partition : answer.partitionResponses()) {
                    if (partition.errorCode() == Errors.NONE.code()) {
                        wake(topic == null ? answer.name() : topic.name(), partition.index());
                    } else {
                        leaders.heard(Errors.forCode(partition.errorCode()), topic);
                        partition.setCurrentLeader(new LeaderIdAndEpoch());
                    }
                }
            }
            response.nodeEndpoints().clear();
            return error != Errors.NONE;
        }

        private void wake(String topic, int partition) {
            CachedPartition cached = upstreams.partition(new TopicPartition(topic, partition));
            if (cached != null) {
                cached.wake();
            }
        }
    }
}
