package dev.weir.operator.kafkacachebinding;

import dev.weir.api.KafkaCacheBinding;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.KafkaCacheBindingStatus;
import dev.weir.api.KafkaCacheEndpoints;
import dev.weir.api.KafkaCacheTotals;
import dev.weir.api.KafkaListeners;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.conditions.Conditions;
import dev.weir.operator.conditions.Statement;
import dev.weir.operator.reconciliation.Kind;
import dev.weir.operator.reconciliation.Observed;
import dev.weir.operator.workload.DocumentText;
import dev.weir.operator.workload.NamedSecret;
import dev.weir.operator.workload.Owner;
import dev.weir.operator.workload.Port;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link KafkaCacheBinding} becomes, and what its status tells. */
final class KafkaCacheBindingKind implements Kind<KafkaCacheBinding> {
    private static final String COMPONENT = "kafka-cache";

    @Override
    public Class<KafkaCacheBinding> type() {
        return KafkaCacheBinding.class;
    }

    @Override
    public String component() {
        return COMPONENT;
    }

    @Override
    public Workload workload(KafkaCacheBinding binding) {
        KafkaCacheBindingSpec spec = binding.getSpec();
        KafkaListeners listeners = spec.listeners();
        return new Workload(
                Owner.of(binding),
                COMPONENT,
                DocumentText.of(binding, spec),
                spec.replicas(),
                List.of(
                        new Port("kafka", listeners.kafka().port()),
                        new Port("web", listeners.web().port())),
                spec.storage(),
                "spec.storage",
                null,
                NamedSecret.in(spec),
                true,
                spec.pod(),
                spec.telemetry().podMonitor());
    }

    @Override
    public Conditions conditions(KafkaCacheBinding binding) {
        KafkaCacheBindingStatus status = binding.getStatus();
        return new Conditions(status == null ? List.of() : status.conditions());
    }

    @Override
    public @Nullable String checksum(KafkaCacheBinding binding) {
        KafkaCacheBindingStatus status = binding.getStatus();
        return status == null ? null : status.checksum();
    }

    @Override
    public List<Statement> health(List<PodReport> pods) {
        return KafkaCacheHealth.of(pods);
    }

    @Override
    public Optional<Statement> unusableSecret(List<PodReport> pods) {
        return KafkaCacheHealth.unusableSecret(pods);
    }

    @Override
    public KafkaCacheBinding withStatus(KafkaCacheBinding binding, Observed observed) {
        String host =
                binding.getMetadata().getName() + "." + binding.getMetadata().getNamespace() + ".svc";
        KafkaListeners listeners = binding.getSpec().listeners();
        KafkaCacheBindingStatus before = binding.getStatus();
        KafkaCacheTotals told = KafkaCacheHealth.totals(observed.pods());
        return bare(
                binding,
                new KafkaCacheBindingStatus(
                        observed.generation(),
                        observed.conditions().list(),
                        observed.pods().size(),
                        observed.readyPods(),
                        observed.selector(),
                        observed.checksum(),
                        new KafkaCacheEndpoints(
                                host + ":" + listeners.kafka().port(),
                                (listeners.web().tls() == null ? "http://" : "https://") + host + ":"
                                        + listeners.web().port()),
                        told != null || before == null ? told : before.cache()));
    }

    @Override
    public KafkaCacheBinding withConditions(KafkaCacheBinding binding, Observed observed) {
        KafkaCacheBindingStatus before = binding.getStatus();
        return bare(
                binding,
                new KafkaCacheBindingStatus(
                        observed.generation(),
                        observed.conditions().list(),
                        before == null ? 0 : before.replicas(),
                        before == null ? 0 : before.readyReplicas(),
                        observed.selector(),
                        observed.checksum(),
                        before == null ? null : before.endpoints(),
                        before == null ? null : before.cache()));
    }

    private static KafkaCacheBinding bare(KafkaCacheBinding binding, KafkaCacheBindingStatus status) {
        var bare = new KafkaCacheBinding();
        bare.setMetadata(new ObjectMetaBuilder()
                .withName(binding.getMetadata().getName())
                .withNamespace(binding.getMetadata().getNamespace())
                .build());
        bare.setStatus(status);
        return bare;
    }
}
