package dev.weir.operator.reconciliation;

import static java.util.stream.Collectors.joining;

import dev.weir.api.ConditionStatus;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Rejection;
import dev.weir.operator.acknowledgement.PodReport.Silent;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.ConditionType;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Concludes from what was decided and what pods told whether a resource is programmed, and whether it is ready. */
final class Assessment {
    private static final int NAMES_MAX = 5;

    private Assessment() {}

    /** @param checksum of the document that was written for the pods */
    static Statement programmed(List<PodReport> pods, String checksum, String selector) {
        List<PodReport> rejecting =
                pods.stream().filter(pod -> rejection(pod, checksum) != null).toList();
        if (!rejecting.isEmpty()) {
            return rejected(rejecting.getFirst(), checksum, rejecting.size());
        }
        List<PodReport> ready = pods.stream().filter(PodReport::ready).toList();
        if (ready.isEmpty()) {
            return Reason.NO_POD_READY.because(
                    "No pod is ready yet. If it stays so, see: kubectl get pods -l " + selector);
        }
        List<PodReport> lacking =
                ready.stream().filter(pod -> !pod.runs(checksum)).toList();
        if (lacking.isEmpty()) {
            return Reason.PROGRAMMED.because("Every ready pod runs what was applied, " + ready.size() + " of them.");
        }
        for (PodReport pod : lacking) {
            if (pod.answer() instanceof Silent silent) {
                return Reason.POD_SILENT.because("What " + pod.pod() + " runs is not known: " + silent.why()
                        + ". See its log, and whether a network policy is between the operator and it.");
            }
        }
        String names = lacking.stream().limit(NAMES_MAX).map(PodReport::pod).collect(joining(", "));
        return Reason.PROGRAMMING.because((ready.size() - lacking.size()) + " of " + ready.size()
                + " ready pods run what was applied; waiting for " + names
                + (lacking.size() > NAMES_MAX ? " and others." : "."));
    }

    private static @Nullable Rejection rejection(PodReport pod, String checksum) {
        if (!(pod.answer() instanceof Told told) || told.rejection() == null || pod.runs(checksum)) {
            return null;
        }
        Rejection rejection = told.rejection();
        // what it refused earlier says nothing about what it is to run now
        return rejection.checksum() == null || rejection.checksum().equals(checksum) ? rejection : null;
    }

    private static Statement rejected(PodReport pod, String checksum, int pods) {
        Rejection rejection = rejection(pod, checksum);
        String problems = rejection == null ? "" : String.join("; ", rejection.problems());
        boolean runsAnother = pod.answer() instanceof Told told && told.checksum() != null;
        return Reason.DOCUMENT_REJECTED.because(pods + (pods == 1 ? " pod does" : " pods do")
                + " not run what was applied. " + pod.pod() + " tells: " + problems
                + (runsAnother ? ". It goes on with what it ran before." : "."));
    }

    /** The sum of everything that was stated. */
    static Statement ready(List<Statement> statements, List<PodReport> pods, int replicas) {
        var blocking = new ArrayList<Statement>();
        for (Statement statement : statements) {
            if (statement.reason().status() == ConditionStatus.FALSE) {
                switch (statement.reason().type()) {
                    case ACCEPTED -> blocking.add(Reason.NOT_ACCEPTED.because(statement.message()));
                    case PROGRAMMED -> blocking.add(Reason.NOT_PROGRAMMED.because(statement.message()));
                    case UPSTREAM_CONNECTED, ORIGINS_REACHABLE ->
                        blocking.add(Reason.NOT_CONNECTED.because(statement.message()));
                    case RESOLVED_REFS, WARM, READY -> {
                        // pods that wait for a reference are not ready, and a cache serves before it is warm
                    }
                }
            }
        }
        if (!blocking.isEmpty()) {
            return blocking.getFirst();
        }
        long ready = pods.stream().filter(PodReport::ready).count();
        if (ready < replicas) {
            String cause = statements.stream()
                    .filter(statement -> statement.reason().type() == ConditionType.RESOLVED_REFS
                            && statement.reason().status() == ConditionStatus.FALSE)
                    .map(statement -> " " + statement.message())
                    .findFirst()
                    .orElse("");
            return Reason.PODS_NOT_READY.because(ready + " of " + replicas + " pods are ready." + cause);
        }
        return Reason.READY.because(ready + (ready == 1 ? " pod serves" : " pods serve") + " what was applied.");
    }
}
