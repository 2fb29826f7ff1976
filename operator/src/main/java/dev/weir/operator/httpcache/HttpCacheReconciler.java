package dev.weir.operator.httpcache;

import dev.weir.api.HttpCache;
import dev.weir.operator.reconciliation.Reconciliation;
import dev.weir.operator.reconciliation.Reconciliation.Surroundings;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Reconciles {@link HttpCache}s. */
public final class HttpCacheReconciler implements Reconciler<HttpCache> {
    private final Reconciliation<HttpCache> reconciliation;

    public HttpCacheReconciler(Surroundings surroundings) {
        this.reconciliation = new Reconciliation<>(new HttpCacheKind(), surroundings);
    }

    @Override
    public List<EventSource<?, HttpCache>> prepareEventSources(EventSourceContext<HttpCache> context) {
        return reconciliation.sources(context);
    }

    @Override
    public UpdateControl<HttpCache> reconcile(HttpCache cache, Context<HttpCache> context) {
        return reconciliation.reconcile(cache, context);
    }

    @Override
    public ErrorStatusUpdateControl<HttpCache> updateErrorStatus(
            HttpCache cache, Context<HttpCache> context, Exception failure) {
        return reconciliation.failed(cache, context, failure);
    }
}
