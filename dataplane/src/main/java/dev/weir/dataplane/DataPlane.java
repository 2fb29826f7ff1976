package dev.weir.dataplane;

import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.dataplane.document.DocumentWatch;
import dev.weir.dataplane.document.Documents;
import dev.weir.dataplane.document.DocumentsState;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.management.Management;
import dev.weir.dataplane.management.Metrics;
import dev.weir.dataplane.management.ProcessMeters;
import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.LoopLag;
import dev.weir.dataplane.net.Transport;
import dev.weir.dataplane.net.http.HttpBounds;
import dev.weir.dataplane.net.tls.TlsLibrary;
import dev.weir.dataplane.workload.WorkloadFactory;
import dev.weir.dataplane.workload.WorkloadKind;
import dev.weir.dataplane.workload.Workloads;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts put together, from start to stop. The main thread runs it. */
final class DataPlane {
    private static final Logger log = LoggerFactory.getLogger(DataPlane.class);
    private static final Duration START_TIME = Duration.ofMinutes(5);
    private static final Duration STOP_TIME = Duration.ofSeconds(10);

    private final Settings settings;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Metrics metrics = new Metrics();
    private final EventLoops loops;
    private final Listeners listeners;
    private final Workloads workloads;
    private final Documents documents;
    private final DocumentWatch watch;
    private final Management management;
    private @Nullable DataDirectory data;

    DataPlane(Settings settings, List<WorkloadKind<?>> kinds, List<Route> routes, InstantSource clock) {
        this.settings = settings;
        Transport transport = settings.transport().orFallback();
        TlsLibrary.tell();
        loops = EventLoops.open(transport, transport.label(), settings.threads());
        listeners = new Listeners(loops, settings.bind(), settings.drain());
        var factory =
                new WorkloadFactory(kinds, loops, metrics, settings.data(), new Secrets(settings.secrets()), clock);
        workloads = new Workloads(factory, listeners, STOP_TIME);
        documents = new Documents(settings.documents(), DocumentReader::read, workloads, clock);
        watch = new DocumentWatch(documents, this::failed);
        management = new Management(transport, settings.management().host(), HttpBounds.DEFAULT);
        ManagementRoutes.add(management, metrics, lifecycle, documents, workloads);
        routes.forEach(management::add);
        ProcessMeters.register(metrics.process(), Version.current());
        LoopLag.measure(loops, metrics.process());
        DocumentMeters.register(documents::state, metrics.process());
    }

    /** Asks it to drain and stop. */
    void stop() {
        lifecycle.stop(0);
    }

    /** Runs until it is asked to stop, or cannot go on. */
    int run() {
        log.atInfo()
                .addKeyValue(LogKey.VERSION, Version.current())
                .addKeyValue(LogKey.TRANSPORT, loops.transport().label())
                .addKeyValue(LogKey.THREADS, settings.threads())
                .log("This is Weir's data-plane");
        lifecycle.enter(Phase.STARTING, START_TIME);
        start();
        int exitCode = lifecycle.stopped().join();
        lifecycle.enter(Phase.DRAINING, settings.drain().plus(STOP_TIME).plus(STOP_TIME));
        drain();
        lifecycle.enter(Phase.STOPPED);
        return exitCode;
    }

    private void start() {
        var problems = new ArrayList<Problem>();
        openData(problems);
        openManagement(problems);
        if (!problems.isEmpty()) {
            problems.addAll(documents.check());
            problems.forEach(problem -> log.atError().log("{}", problem));
            cannotStart(problems.size());
            return;
        }
        CompletableFuture<DocumentsState> first = watch.start();
        CompletableFuture.anyOf(first.exceptionally(mistake -> null), lifecycle.stopped())
                .join();
        if (first.isDone() && !first.isCompletedExceptionally()) {
            DocumentsState.Rejected rejected = first.join().rejected();
            if (rejected == null) {
                lifecycle.enter(Phase.READY);
            } else {
                cannotStart(rejected.problems().size());
            }
        }
    }

    private void cannotStart(int problems) {
        log.atError().addKeyValue(LogKey.PROBLEMS, problems).log("Cannot start, the lines above say why");
        lifecycle.stop(Main.CANNOT_GO_ON);
    }

    private void openData(List<Problem> problems) {
        switch (DataDirectory.open(settings.data())) {
            case DataDirectory.Opened opened -> data = opened.directory();
            case DataDirectory.Unusable unusable -> problems.add(unusable.problem());
        }
    }

    private void openManagement(List<Problem> problems) {
        int port = settings.management().port();
        switch (management.listen(port, metrics.process())) {
            case Claim.Claimed claimed -> {
                int bound = claimed.listener().port();
                listeners.reserve(bound, "management port");
                log.atInfo().addKeyValue(LogKey.PORT, bound).log("The management port is open");
            }
            case Claim.Unavailable unavailable ->
                problems.add(Problem.at(
                        Setting.MANAGEMENT.option() + " " + port, unavailable.message(), unavailable.advice()));
        }
    }

    /** Ends it because of a mistake in the code: what is left of it cannot be trusted. */
    void failed(Throwable mistake) {
        log.atError().setCause(mistake).log("This is a mistake in the code, the data-plane ends");
        lifecycle.stop(Main.CANNOT_GO_ON);
    }

    private void drain() {
        watch.close();
        CompletableFuture<Void> drained = workloads.drain(settings.drain());
        Duration limit = settings.drain().plus(STOP_TIME);
        drained.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS).join();
        management.close();
        loops.close();
        try {
            if (data != null) {
                data.close();
            }
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The data folder was not closed well");
        }
    }
}
