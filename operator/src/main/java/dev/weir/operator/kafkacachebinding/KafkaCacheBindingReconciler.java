package dev.weir.operator.kafkacachebinding;

import dev.weir.api.KafkaCacheBinding;
import dev.weir.operator.reconciliation.Reconciliation;
import dev.weir.operator.reconciliation.Reconciliation.Surroundings;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Reconciles {@link KafkaCacheBinding}s. */
public final class KafkaCacheBindingReconciler implements Reconciler<KafkaCacheBinding> {
    private final Reconciliation<KafkaCacheBinding> reconciliation;

    public KafkaCacheBindingReconciler(Surroundings surroundings) {
        this.reconciliation = new Reconciliation<>(new KafkaCacheBindingKind(), surroundings);
    }

    @Override
    public List<EventSource<?, KafkaCacheBinding>> prepareEventSources(EventSourceContext<KafkaCacheBinding> context) {
        return reconciliation.sources(context);
    }

    @Override
    public UpdateControl<KafkaCacheBinding> reconcile(KafkaCacheBinding binding, Context<KafkaCacheBinding> context) {
        return reconciliation.reconcile(binding, context);
    }

    @Override
    public ErrorStatusUpdateControl<KafkaCacheBinding> updateErrorStatus(
            KafkaCacheBinding binding, Context<KafkaCacheBinding> context, Exception failure) {
        return reconciliation.failed(binding, context, failure);
    }
}
