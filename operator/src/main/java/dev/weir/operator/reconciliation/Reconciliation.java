package dev.weir.operator.reconciliation;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.weir.api.ConditionStatus;
import dev.weir.api.Problem;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.Pods;
import dev.weir.operator.conditions.Conditions;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import dev.weir.operator.logging.LogKey;
import dev.weir.operator.metrics.OperatorMetrics;
import dev.weir.operator.references.References;
import dev.weir.operator.references.SecretState;
import dev.weir.operator.storage.StoragePlan;
import dev.weir.operator.workload.Manifests;
import dev.weir.operator.workload.NamedSecret;
import dev.weir.operator.workload.PodSettings;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles the resources of one kind. */
public final class Reconciliation<R extends CustomResource<?, ?>> {
    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    /** Pods take up a document within seconds: until they have, they are asked often. */
    private static final Duration WHILE_PROGRAMMING = Duration.ofSeconds(1);

    /** Changes of pods are heard of anyway; this is for what pods tell of themselves. */
    private static final Duration WHILE_NOT_READY = Duration.ofSeconds(5);

    private final Kind<R> kind;
    private final KubernetesClient client;
    private final PodSettings settings;
    private final ClusterPlatform platform;
    private final Pods pods;
    private final References references;
    private final Announcements announcements;
    private final OperatorMetrics metrics;
    private final InstantSource clock;
    private final Duration pollInterval;
    private final SecretWatch<R> secrets;

    /** What all reconciliations of a process share. */
    public record Surroundings(
            KubernetesClient client,
            PodSettings settings,
            ClusterPlatform platform,
            Pods pods,
            OperatorMetrics metrics,
            InstantSource clock,
            Duration pollInterval,
            String identity) {}

    public Reconciliation(Kind<R> kind, Surroundings surroundings) {
        this.kind = kind;
        this.client = surroundings.client();
        this.settings = surroundings.settings();
        this.platform = surroundings.platform();
        this.pods = surroundings.pods();
        this.references = new References(client);
        this.announcements = new Announcements(client, surroundings.identity());
        this.metrics = surroundings.metrics();
        this.clock = surroundings.clock();
        this.pollInterval = surroundings.pollInterval();
        this.secrets = new SecretWatch<>(client, clock);
    }

    public List<EventSource<?, R>> sources(EventSourceContext<R> context) {
        var sources = new ArrayList<>(Live.sources(context, kind.component(), platform.get()));
        sources.add(secrets);
        return sources;
    }

    public UpdateControl<R> reconcile(R resource, Context<R> context) {
        if (resource.getMetadata().getDeletionTimestamp() != null) {
            return UpdateControl.noUpdate();
        }
        Workload workload = kind.workload(resource);
        var live = new Live<R>(context);
        var realization = new Realization<>(client, live, workload, platform.get());
        List<HasMetadata> desired = Manifests.of(workload, settings, platform.get());
        Map<String, SecretState> named = secrets.follow(resource, namesOf(workload));
        Outcome outcome = decide(resource, workload, desired, realization, live, references.resolve(workload, named));
        if (outcome instanceof Outcome.Acceptable acceptable) {
            Optional<Outcome.Refused> refused =
                    realization.bringAbout(desired, Manifests.unwanted(workload, platform.get()), acceptable.plan());
            outcome = refused.isPresent() ? refused.get() : outcome;
        }
        List<Pod> running = live.all(Pod.class).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        List<PodReport> reports = pods.ask(running, workload.owner().name());
        Observed observed = observe(resource, workload, outcome, reports);
        if (outcome instanceof Outcome.Acceptable) {
            named.keySet().retainAll(workload.secretNames());
            nudge(running, reports, workload.document().checksum(), named);
        }
        return report(resource, observed, context);
    }

    private Outcome decide(
            R resource,
            Workload workload,
            List<HasMetadata> desired,
            Realization<R> realization,
            Live<R> live,
            Statement resolved) {
        List<Problem> problems = workload.document().problems();
        if (!problems.isEmpty()) {
            String all = problems.stream().map(Problem::toString).collect(joining("; "));
            return new Outcome.Refused(Reason.INVALID.because(all));
        }
        Optional<HasMetadata> taken = realization.taken(desired);
        if (taken.isPresent()) {
            HasMetadata object = taken.get();
            return new Outcome.Refused(Reason.NAME_TAKEN.because("The " + object.getKind() + " "
                    + object.getMetadata().getName() + " belongs to " + holder(object)
                    + ". Give this resource another name, or remove that."));
        }
        Optional<StatefulSet> set =
                live.find(StatefulSet.class, workload.names().statefulSet());
        StoragePlan plan = StoragePlan.of(workload.storage(), workload.storagePath(), set);
        if (plan instanceof StoragePlan.Refuse refuse) {
            return new Outcome.Refused(Reason.STORAGE_FIXED.because(refuse.message()));
        }
        boolean changes = !workload.document().checksum().equals(kind.checksum(resource));
        return resolved.reason() == Reason.SECRET_MISSING && set.isPresent() && changes
                ? new Outcome.Waiting(resolved)
                : new Outcome.Acceptable(plan, resolved);
    }

    private static String holder(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .map(reference -> reference.getKind() + " " + reference.getName())
                .findFirst()
                .orElse("somebody else");
    }

    private Observed observe(R resource, Workload workload, Outcome outcome, List<PodReport> reports) {
        String selector = workload.labels().selectorText();
        var statements = new ArrayList<Statement>();
        String checksum;
        switch (outcome) {
            case Outcome.Acceptable acceptable -> {
                checksum = workload.document().checksum();
                statements.add(Reason.ACCEPTED.because("It is valid and in nobody's way."));
                statements.add(references(acceptable.references(), reports));
                statements.add(Assessment.programmed(staying(reports, workload), checksum, selector));
            }
            case Outcome.Waiting waiting -> {
                checksum = kind.checksum(resource);
                statements.add(Reason.ACCEPTED.because("It is valid and in nobody's way."));
                statements.add(waiting.references());
                statements.add(Reason.NOT_WRITTEN.because(
                        waiting.references().message() + " Until then, what runs goes on as it is."));
            }
            case Outcome.Refused refused -> {
                checksum = kind.checksum(resource);
                statements.add(refused.why());
                statements.add(Reason.REFERENCES_NOT_CHECKED.because("It is not accepted."));
                statements.add(Reason.NOT_WRITTEN.because(
                        "It is not accepted, so nothing was written for the pods: what runs goes on as it is."));
            }
        }
        statements.addAll(kind.health(reports));
        statements.add(Assessment.ready(statements, reports, workload.replicas()));
        return observed(resource, statements, selector, checksum, reports);
    }

    private static Set<String> namesOf(Workload workload) {
        return Stream.concat(workload.secrets().stream(), workload.pullSecrets().stream())
                .map(NamedSecret::name)
                .collect(toSet());
    }

    /** What the cluster does not miss, pods may still be unable to use. */
    private Statement references(Statement resolved, List<PodReport> reports) {
        return resolved.reason().status() == ConditionStatus.FALSE
                ? resolved
                : kind.unusableSecret(reports).orElse(resolved);
    }

    /** Without those that a smaller number of replicas takes away: they run nothing any more. */
    private static List<PodReport> staying(List<PodReport> reports, Workload workload) {
        return reports.stream()
                .filter(report -> workload.names().ordinal(report.pod()) < workload.replicas())
                .toList();
    }

    private Observed observed(
            R resource,
            List<Statement> statements,
            String selector,
            @Nullable String checksum,
            List<PodReport> reports) {
        long generation = resource.getMetadata().getGeneration();
        Conditions conditions = kind.conditions(resource).state(statements, generation, clock.instant());
        return new Observed(generation, conditions, selector, checksum, reports);
    }

    private void nudge(List<Pod> running, List<PodReport> reports, String checksum, Map<String, SecretState> secrets) {
        Instant now = clock.instant();
        for (Pod pod : running) {
            var annotations = new TreeMap<String, String>();
            reports.stream()
                    .filter(report -> report.pod().equals(pod.getMetadata().getName()))
                    .findFirst()
                    .flatMap(report -> Nudge.due(pod, report, checksum, now))
                    .ifPresent(value -> annotations.put(Nudge.ANNOTATION, value));
            Nudge.due(pod, secrets).ifPresent(value -> annotations.put(Nudge.SECRETS, value));
            if (!annotations.isEmpty()) {
                annotate(pod, annotations);
            }
        }
    }

    private void annotate(Pod pod, Map<String, String> annotations) {
        Map<String, Object> patch = Map.of("metadata", Map.of("annotations", annotations));
        try {
            client.resource(pod)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(patch));
        } catch (KubernetesClientException e) {
            // the kubelet looks by itself within its minute
            log.atWarn()
                    .addKeyValue(LogKey.NAMESPACE, pod.getMetadata().getNamespace())
                    .addKeyValue(LogKey.POD, pod.getMetadata().getName())
                    .log("A pod could not be nudged: {}", e.getMessage());
        }
    }

    private UpdateControl<R> report(R resource, Observed observed, Context<R> context) {
        R updated = kind.withStatus(resource, observed);
        if (!Objects.equals(updated.getStatus(), resource.getStatus())) {
            write(resource, updated, context);
        }
        metrics.ready(resource, observed.conditions());
        announcements.tell(resource, observed.conditions().since(kind.conditions(resource)), clock.instant());
        return UpdateControl.<R>noUpdate().rescheduleAfter(next(observed));
    }

    /** The next look at the resource shows what was written, however late the API server tells of it. */
    private static <R extends HasMetadata> void write(R before, R status, Context<R> context) {
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(before, status, context);
    }

    private Duration next(Observed observed) {
        boolean programming = observed.conditions().list().stream()
                .anyMatch(condition -> condition.reason().equals(Reason.PROGRAMMING.word()));
        boolean unsettled = observed.conditions().list().stream()
                .anyMatch(condition -> condition.status() == ConditionStatus.FALSE);
        Duration wish = programming ? WHILE_PROGRAMMING : unsettled ? WHILE_NOT_READY : pollInterval;
        return wish.compareTo(pollInterval) < 0 ? wish : pollInterval;
    }

    /** States that the cluster did not take what it was to take; it is tried again, later and later. */
    public ErrorStatusUpdateControl<R> failed(R resource, Context<R> context, Exception failure) {
        String why = failure instanceof KubernetesClientException refused && refused.getStatus() != null
                ? refused.getStatus().getMessage()
                : failure.getMessage();
        Statement statement =
                Reason.APPLY_FAILED.because("The cluster did not take it, and it is tried again. It said: " + why);
        Conditions before = kind.conditions(resource);
        var statements = List.of(statement, Reason.NOT_PROGRAMMED.because(statement.message()));
        Conditions after = before.restate(statements, resource.getMetadata().getGeneration(), clock.instant());
        Workload workload = kind.workload(resource);
        var observed = new Observed(
                resource.getMetadata().getGeneration(),
                after,
                workload.labels().selectorText(),
                kind.checksum(resource),
                List.of());
        metrics.ready(resource, after);
        R updated = kind.withConditions(resource, observed);
        if (!Objects.equals(updated.getStatus(), resource.getStatus())) {
            try {
                write(resource, updated, context);
                announcements.tell(resource, after.since(before), clock.instant());
            } catch (KubernetesClientException e) {
                // it is tried again together with everything else
                log.atWarn()
                        .addKeyValue(LogKey.NAMESPACE, resource.getMetadata().getNamespace())
                        .addKeyValue(LogKey.NAME, resource.getMetadata().getName())
                        .log("The status could not be written: {}", e.getMessage());
            }
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }
}
