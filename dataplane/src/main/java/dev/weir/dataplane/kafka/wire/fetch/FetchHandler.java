package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.cluster.Advertised;
import dev.weir.dataplane.kafka.wire.cluster.Endpoint;
import dev.weir.dataplane.kafka.wire.frame.Client;
import dev.weir.dataplane.kafka.wire.frame.MemoryBudget;
import dev.weir.dataplane.kafka.wire.frame.Reply;
import dev.weir.dataplane.kafka.wire.frame.Request;
import dev.weir.dataplane.kafka.wire.frame.RequestHandler;
import dev.weir.dataplane.kafka.wire.relay.RelayCalls;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;

/** Answers Fetch, from the logs held here. */
public final class FetchHandler implements RequestHandler {
    /** Clients that fetch with a lower version are not told the address of a new leader (KIP-951). */
    private static final short ENDPOINTS_VERSION = 16;

    private final FetchSettings settings;
    private final FetchSessions sessions;
    private final Purgatory purgatory = new Purgatory();
    private final Spread spread;
    private final Advertised advertised;
    private final FetchMeters meters;
    private final FetchWork work;

    public FetchHandler(
            FetchSettings settings,
            Upstreams upstreams,
            Placement placement,
            Advertised advertised,
            InstantSource clock,
            FetchMeters meters) {
        this.settings = settings;
        this.advertised = advertised;
        sessions = new FetchSessions(
                settings.sessionsMax(), settings.sessionPartitionsMax(), settings.sessionIdleTime(), clock);
        spread = new Spread(placement, settings.hotBytesPerSecond(), clock);
        var readThroughMemory = new MemoryBudget(settings.readThroughBytesMax(), 0);
        var calls = new RelayCalls(upstreams.relay());
        var inquiry = new Inquiry(upstreams, calls, new ReadThrough(upstreams, calls, readThroughMemory));
        work = new FetchWork(upstreams, new PartitionReader(upstreams, placement, spread, clock), inquiry, purgatory);
        this.meters = meters;
        meters.show(sessions, purgatory, readThroughMemory);
        upstreams.onChange(purgatory::wakeAll);
        upstreams.onChange(() -> meters.retain(upstreams.topology().topics().keySet()));
        placement.onChange(purgatory::wakeAll);
    }

    /** Is to hear of every append to the logs that are read here. */
    public LogListener appends() {
        return purgatory;
    }

    @Override
    public CompletableFuture<Reply> handle(Request request) {
        FetchRequestData body = request.body(FetchRequestData.class);
        FetchScope scope = sessions.open(body, request.version());
        var terms = new FetchTerms(
                request.client().id(),
                request.version(),
                body.isolationLevel() == IsolationLevel.READ_COMMITTED.id()
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED,
                Math.min(body.maxWaitMs(), settings.waitMillisMax()),
                body.minBytes(),
                Math.clamp(body.maxBytes(), 0, settings.responseBytesMax()));
        return switch (scope) {
            case FetchScope.Refused(Errors error) -> CompletableFuture.completedFuture(FetchAnswers.refused(error));
            case FetchScope.Once once -> fetch(request, terms, scope, once.partitions());
            case FetchScope.Begin begin -> fetch(request, terms, scope, begin.partitions());
            case FetchScope.Continue more -> fetch(request, terms, scope, more.partitions());
        };
    }

    private CompletableFuture<Reply> fetch(
            Request request, FetchTerms terms, FetchScope scope, List<FetchedPartition> partitions) {
        return new PendingFetch(terms, partitions, request.client(), work)
                .start()
                .thenApply(result -> reply(request.client(), terms, scope, partitions, result));
    }

    private Reply reply(
            Client client,
            FetchTerms terms,
            FetchScope scope,
            List<FetchedPartition> partitions,
            PendingFetch.Result result) {
        List<FetchedPartition> told = new ArrayList<>(partitions.size());
        List<PartitionData> answers = new ArrayList<>(partitions.size());
        List<Runnable> held = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            FetchedPartition partition = partitions.get(i);
            Outcome outcome = result.outcomes().get(i);
            PartitionData answer = FetchAnswers.of(partition, outcome, terms.version(), result.waitOver());
            if (partition.tell(answer) || !(scope instanceof FetchScope.Continue)) {
                told.add(partition);
                answers.add(answer);
            }
            count(partition, outcome, answer);
            if (outcome instanceof Outcome.ReadThrough through) {
                held.add(through.sent());
            }
            if (scope instanceof FetchScope.Continue more && FetchResponse.recordsSize(answer) > 0) {
                more.session().defer(partition);
            }
        }
        FetchResponseData response = FetchAnswers.response(sessionId(client, scope), told, answers);
        if (terms.version() >= ENDPOINTS_VERSION) {
            tellEndpoints(response, client, result.outcomes());
        }
        return new Reply.Message(response, FetchAnswers.error(answers), FetchAnswers.slices(answers), held);
    }

    private int sessionId(Client client, FetchScope scope) {
        return switch (scope) {
            case FetchScope.Continue more -> more.session().id();
            case FetchScope.Begin begin -> {
                int id = sessions.begin(begin);
                client.holds(() -> sessions.close(id));
                yield id;
            }
            default -> 0;
        };
    }

    private void count(FetchedPartition partition, Outcome outcome, PartitionData answer) {
        TopicPartition name = outcome.partition();
        if (name != null) {
            meters.passed(name, partition.takePassed());
        }
        int bytes = FetchResponse.recordsSize(answer);
        switch (outcome) {
            case Outcome.Here here -> {
                meters.hit(here.partition(), bytes);
                spread.sent(here.partition(), bytes);
            }
            case Outcome.ReadThrough through -> meters.readThrough(through.partition(), bytes);
            case Outcome.Preferred preferred -> meters.sentElsewhere();
            default -> {}
        }
    }

    private void tellEndpoints(FetchResponseData response, Client client, List<Outcome> outcomes) {
        var endpoints = new TreeMap<Integer, NodeEndpoint>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Failed failed && failed.leader() != null) {
                var pod = failed.leader().pod();
                Endpoint endpoint = advertised.endpoint(pod, client);
                endpoints.put(
                        pod.ordinal(),
                        new NodeEndpoint()
                                .setNodeId(pod.ordinal())
                                .setHost(endpoint.host())
                                .setPort(endpoint.port()));
            }
        }
        endpoints.values().forEach(response.nodeEndpoints()::add);
    }
}
