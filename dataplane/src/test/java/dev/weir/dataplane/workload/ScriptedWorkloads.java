package dev.weir.dataplane.workload;

import static java.util.Objects.requireNonNull;

import dev.weir.api.Problem;
import dev.weir.api.document.HttpCacheDocument;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ListenerOptions;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Workloads that hold a port, take note of what happens to them, and refuse or fail when told to. */
final class ScriptedWorkloads {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, Scripted> byName = new ConcurrentHashMap<>();
    private final Map<String, Problem> refusals = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    Workload<HttpCacheDocument> create(WorkloadContext context) {
        var workload = new Scripted(context);
        byName.put(context.document().name(), workload);
        return workload;
    }

    /** What happened, as {@code catalog prepare}. */
    List<String> events() {
        return events;
    }

    Scripted of(String name) {
        return requireNonNull(byName.get(name));
    }

    void refuse(String name, Problem problem) {
        refusals.put(name, problem);
    }

    void fail(String name) {
        failing.add(name);
    }

    final class Scripted implements Workload<HttpCacheDocument> {
        final WorkloadContext context;
        final AtomicInteger connections = new AtomicInteger();
        private final List<Channel> accepted = new CopyOnWriteArrayList<>();
        volatile Optional<String> unready = Optional.empty();

        private Scripted(WorkloadContext context) {
            this.context = context;
        }

        @Override
        public Preparation prepare(HttpCacheDocument document, Ports ports) {
            note("prepare");
            if (failing.contains(context.document().name())) {
                throw new IllegalStateException("thrown by this test");
            }
            var problems = new ArrayList<Problem>();
            Problem refusal = refusals.get(context.document().name());
            if (refusal != null) {
                problems.add(refusal);
            }
            int port = document.spec().listeners().http().port();
            Claim claim = ports.claim("http", port, ListenerOptions.DEFAULT, connection -> {
                accepted.add(connection);
                connections.incrementAndGet();
            });
            if (claim instanceof Claim.Unavailable unavailable) {
                problems.add(Problem.at("spec.listeners.http.port", unavailable.message(), unavailable.advice()));
            }
            return problems.isEmpty() ? new Noted() : new Preparation.Refused(problems);
        }

        @Override
        public Optional<String> unready() {
            return unready;
        }

        @Override
        public Map<String, Object> status() {
            return Map.of();
        }

        @Override
        public void stop(Duration grace) {
            note(accepted.stream().noneMatch(Channel::isOpen) ? "stop" : "stop under open connections");
        }

        private void note(String what) {
            events.add(context.document().name() + " " + what);
        }

        private final class Noted implements Preparation.Ready {
            @Override
            public void commit() {
                note("commit");
            }

            @Override
            public void abort() {
                note("abort");
            }
        }
    }
}
