package dev.weir.dataplane.workload;

import dev.weir.api.Problem;
import dev.weir.dataplane.document.DocumentApplier;
import dev.weir.dataplane.document.LoadedDocument;
import dev.weir.dataplane.document.LoadedDocuments;
import dev.weir.dataplane.net.Drain;
import dev.weir.dataplane.net.Listeners;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs a workload for each document. */
public final class Workloads implements DocumentApplier {
    private final WorkloadFactory factory;
    private final Listeners listeners;
    private final Duration stopTime;
    private final Map<DocumentId, Retirement> retiring = new ConcurrentHashMap<>();
    private volatile Map<DocumentId, RunningWorkload<?>> running = Map.of();

    /** @param stopTime how long a workload may take to stop, once its connections are closed */
    public Workloads(WorkloadFactory factory, Listeners listeners, Duration stopTime) {
        this.factory = factory;
        this.listeners = listeners;
        this.stopTime = stopTime;
    }

    @Override
    public List<Problem> apply(LoadedDocuments documents) {
        WorkloadChange change = prepare(documents);
        if (!change.problems().isEmpty()) {
            abort(change);
            return change.problems();
        }
        Map<DocumentId, RunningWorkload<?>> before = running;
        Map<String, Drain> drains = change.commit();
        running = change.workloads();
        before.values().stream()
                .filter(workload -> !running.containsKey(workload.id()))
                .forEach(workload -> retire(workload, drains.get(workload.id().toString())));
        return List.of();
    }

    @Override
    public List<Problem> check(LoadedDocuments documents) {
        WorkloadChange change = prepare(documents);
        abort(change);
        return change.problems();
    }

    private WorkloadChange prepare(LoadedDocuments documents) {
        var change = new WorkloadChange(factory, listeners.change(), running);
        for (LoadedDocument document : documents.documents()) {
            if (isGone(DocumentId.of(document.document()))) {
                change.prepare(document);
            } else {
                change.refuse(document, Problem.at("", "the one of this name that ran before is still stopping", ""));
            }
        }
        return change;
    }

    private void abort(WorkloadChange change) {
        change.abort().forEach(fresh -> retire(fresh, null));
    }

    /** Why documents cannot be served at this moment, by document; empty where they can. */
    public Map<DocumentId, Optional<String>> unready() {
        return ofEach(Workload::unready);
    }

    /** What each workload tells of itself, by document. */
    public Map<DocumentId, Map<String, Object>> status() {
        return ofEach(Workload::status);
    }

    private <T> Map<DocumentId, T> ofEach(Function<Workload<?>, T> question) {
        var answers = new LinkedHashMap<DocumentId, T>();
        running.forEach((id, workload) -> answers.put(id, question.apply(workload.workload())));
        return answers;
    }

    /**
     * Lets all of them come to their end: listeners accept nothing any more at once, connections may go on for the
     * grace time, and then the workloads stop. Nothing is applied after this.
     */
    public CompletableFuture<Void> drain(Duration grace) {
        Drain drain = listeners.drain(grace);
        running.values().forEach(workload -> retire(workload, drain));
        running = Map.of();
        return CompletableFuture.allOf(
                retiring.values().stream().map(Retirement::done).toArray(CompletableFuture<?>[]::new));
    }

    private void retire(RunningWorkload<?> workload, @Nullable Drain drain) {
        Retirement retirement = Retirement.begin(workload, drain, stopTime);
        retiring.put(workload.id(), retirement);
        retirement.done().thenRun(() -> retiring.remove(workload.id(), retirement));
    }

    /** Sees to it that no earlier workload of this document is left, which would use the same folder. */
    private boolean isGone(DocumentId id) {
        Retirement earlier = retiring.get(id);
        return earlier == null || earlier.finish();
    }
}
