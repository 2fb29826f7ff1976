package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.wire.frame.Client;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, from its request to its response: looks at its partitions, answers when there is enough to answer, and
 * otherwise waits for more, for upstream, or for its time to pass. On the event loop of its client.
 */
final class PendingFetch {
    private final FetchTerms terms;
    private final Client client;
    private final FetchWork work;
    private final List<Progress> partitions = new ArrayList<>();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final Set<TopicPartition> awaited = new HashSet<>();
    private @Nullable Future<?> timer;
    private boolean expired;
    private boolean hurried;

    /**
     * What there is to answer.
     *
     * @param outcomes one for each partition, in their order
     * @param waitOver there was not enough until the end of the wait
     */
    record Result(List<Outcome> outcomes, boolean waitOver) {}

    PendingFetch(FetchTerms terms, List<FetchedPartition> partitions, Client client, FetchWork work) {
        this.terms = terms;
        this.client = client;
        this.work = work;
        partitions.forEach(partition -> this.partitions.add(new Progress(partition)));
    }

    CompletableFuture<Result> start() {
        if (terms.waitMillisMax() <= 0) {
            expired = true;
        }
        look();
        if (!result.isDone()) {
            client.ifHurried(this::hurry);
        }
        return result;
    }

    /** Looks at all partitions, and answers if it can. */
    void look() {
        List<Outcome> outcomes = new ArrayList<>(partitions.size());
        try {
            while (!result.isDone() && !lookOnce(outcomes)) {
                dropUnsettled(outcomes);
                outcomes.clear();
            }
        } catch (RuntimeException e) {
            dropUnsettled(outcomes);
            leave();
            result.completeExceptionally(e);
        }
    }

    /** Says whether there is nothing more to do for now; otherwise what has happened meanwhile has woken nobody. */
    private boolean lookOnce(List<Outcome> outcomes) {
        Set<TopicPartition> wakes = new HashSet<>();
        if (gather(outcomes, wakes)) {
            leave();
            result.complete(new Result(List.copyOf(outcomes), expired));
            return true;
        }
        if (timer != null && awaited.containsAll(wakes)) {
            dropUnsettled(outcomes);
            return true;
        }
        park(wakes);
        return false;
    }

    /** Looks at each partition; says whether that makes an answer. */
    private boolean gather(List<Outcome> outcomes, Set<TopicPartition> wakes) {
        var topology = work.upstreams().topology();
        boolean ready = partitions.isEmpty() || expired;
        boolean asking = false;
        int bytes = 0;
        for (Progress progress : partitions) {
            Outcome outcome = look(topology, progress, terms.bytesMax() - bytes, bytes == 0);
            outcomes.add(outcome);
            switch (outcome) {
                case Outcome.Here here -> {
                    bytes += here.slice().length();
                    // it may not be enough, and then more of it is waited for
                    wakes.add(here.partition());
                }
                case Outcome.ReadThrough through -> bytes += FetchResponse.recordsSize(through.answer());
                case Outcome.Nothing nothing -> {
                    if (nothing.wakes() != null) {
                        wakes.add(nothing.wakes());
                    }
                }
                case Outcome.Ask ask -> asking = true;
                case Outcome.Failed failed -> ready = true;
                case Outcome.Preferred preferred -> ready = true;
                case Outcome.Diverged diverged -> ready = true;
            }
        }
        // what upstream is asked for is waited for, or a partition that is only there would starve beside others
        return !asking && (ready || bytes >= terms.bytesMin());
    }

    private Outcome look(Topology topology, Progress progress, int bytesMax, boolean atLeastOneBatch) {
        Outcome settled = progress.settled();
        if (settled != null) {
            return settled;
        }
        var limit = new PartitionReader.Limit(Math.max(0, bytesMax), atLeastOneBatch);
        return switch (work.reader().look(topology, progress, terms, limit)) {
            case Outcome.Ask(Question question) -> ask(progress, question);
            // not followed in time: upstream has it
            case Outcome.Nothing nothing
            when expired && nothing.wakes() == null -> ask(progress, Question.READ_THROUGH);
            case Outcome outcome -> outcome;
        };
    }

    private Outcome ask(Progress progress, Question question) {
        if (hurried) {
            return new Outcome.Nothing(null, Outcome.Bounds.UNKNOWN, Errors.NONE);
        }
        if (!progress.asking()) {
            progress.ask(question);
            work.inquiry()
                    .ask(question, progress.partition(), terms)
                    .thenAccept(outcome -> client.executor().execute(() -> answered(progress, outcome)));
        }
        return new Outcome.Ask(question);
    }

    private void answered(Progress progress, @Nullable Outcome outcome) {
        if (result.isDone()) {
            if (outcome != null) {
                outcome.drop();
            }
            return;
        }
        progress.answered(outcome);
        look();
    }

    private void park(Set<TopicPartition> wakes) {
        awaited.addAll(wakes);
        work.purgatory().of(client.executor()).enter(this, wakes);
        if (timer == null) {
            timer = client.executor().schedule(this::expire, terms.waitMillisMax(), TimeUnit.MILLISECONDS);
        }
    }

    private void expire() {
        expired = true;
        look();
    }

    /** The connection or the listener goes: answers with what there is. */
    private void hurry() {
        hurried = true;
        expired = true;
        look();
    }

    private void leave() {
        if (timer != null) {
            timer.cancel(false);
            work.purgatory().of(client.executor()).leave(this, awaited);
        }
    }

    /** Those that come from upstream stay for the next look. */
    private void dropUnsettled(List<Outcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (partitions.get(i).settled() == null) {
                outcomes.get(i).drop();
            }
        }
    }
}
