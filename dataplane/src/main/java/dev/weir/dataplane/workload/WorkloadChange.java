package dev.weir.dataplane.workload;

import dev.weir.api.Problem;
import dev.weir.api.document.Document;
import dev.weir.dataplane.document.LoadedDocument;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.net.Drain;
import dev.weir.dataplane.net.Listeners;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new set of workloads in the making: every document prepares, then all commit or all abort. */
final class WorkloadChange {
    private static final Logger log = LoggerFactory.getLogger(WorkloadChange.class);

    private final WorkloadFactory factory;
    private final Listeners.Change ports;
    private final Map<DocumentId, RunningWorkload<?>> before;
    private final Map<DocumentId, RunningWorkload<?>> after = new LinkedHashMap<>();
    private final List<RunningWorkload<?>> fresh = new ArrayList<>();
    private final List<Preparation.Ready> ready = new ArrayList<>();
    private final List<Runnable> relabelling = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    WorkloadChange(WorkloadFactory factory, Listeners.Change ports, Map<DocumentId, RunningWorkload<?>> before) {
        this.factory = factory;
        this.ports = ports;
        this.before = before;
    }

    void prepare(LoadedDocument loaded) {
        try {
            Document document = loaded.document();
            RunningWorkload<?> workload = workload(document);
            after.put(workload.id(), workload);
            relabelling.add(() -> workload.meters().label(DocumentLabels.of(document)));
            Ports own = (listener, port, options, handler) -> ports.claim(
                    workload.id().toString(),
                    listener,
                    port,
                    options,
                    workload.meters().registry(),
                    handler);
            switch (workload.prepare(document, own)) {
                case Preparation.Ready prepared -> ready.add(prepared);
                case Preparation.Refused refused -> refused.problems().forEach(problem -> refuse(loaded, problem));
            }
        } catch (IOException e) {
            String what = "its folder for data cannot be made: " + e.getMessage();
            refuse(loaded, Problem.at("", what, "let this process write to the folder named by --data"));
        } catch (RuntimeException e) {
            // a mistake in the code, but what runs already should go on
            log.atError()
                    .addKeyValue(LogKey.DOCUMENT, DocumentId.of(loaded.document()))
                    .setCause(e)
                    .log("Preparing a document failed");
            refuse(loaded, Problem.at("", "preparing it failed: " + e, "report this with the log"));
        }
    }

    private RunningWorkload<?> workload(Document document) throws IOException {
        RunningWorkload<?> existing = before.get(DocumentId.of(document));
        if (existing != null) {
            return existing;
        }
        RunningWorkload<?> created = factory.create(document);
        fresh.add(created);
        return created;
    }

    void refuse(LoadedDocument loaded, Problem problem) {
        problems.add(problem.in(loaded.file(), DocumentId.of(loaded.document()).toString()));
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The workloads that run when it is committed, in the order of their documents. */
    Map<DocumentId, RunningWorkload<?>> workloads() {
        return Collections.unmodifiableMap(after);
    }

    /**
     * Runs them.
     *
     * @return the connections that come to their end, by document
     */
    Map<String, Drain> commit() {
        relabelling.forEach(Runnable::run);
        // before the ports, so that no connection meets a workload that does not run yet
        ready.forEach(Preparation.Ready::commit);
        return ports.commit();
    }

    /** Leaves everything as it was. What was made for this change is given back, to be stopped. */
    List<RunningWorkload<?>> abort() {
        ports.abort();
        ready.forEach(Preparation.Ready::abort);
        return fresh;
    }
}
