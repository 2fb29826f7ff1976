package dev.weir.operator.httpcache;

import dev.weir.api.CacheMemory;
import dev.weir.api.HttpCache;
import dev.weir.api.HttpCacheEndpoints;
import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpCacheStatus;
import dev.weir.api.HttpCacheTotals;
import dev.weir.api.HttpListener;
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
import org.jspecify.annotations.Nullable;

/** What an {@link HttpCache} becomes, and what its status tells. */
final class HttpCacheKind implements Kind<HttpCache> {
    private static final String COMPONENT = "http-cache";

    @Override
    public Class<HttpCache> type() {
        return HttpCache.class;
    }

    @Override
    public String component() {
        return COMPONENT;
    }

    @Override
    public Workload workload(HttpCache cache) {
        HttpCacheSpec spec = cache.getSpec();
        return new Workload(
                Owner.of(cache),
                COMPONENT,
                DocumentText.of(cache, spec),
                spec.replicas(),
                List.of(new Port("http", spec.listeners().http().port())),
                spec.store().persistent(),
                "spec.store.persistent",
                CacheMemory.of(spec),
                NamedSecret.in(spec),
                false,
                spec.pod(),
                spec.telemetry().podMonitor());
    }

    @Override
    public Conditions conditions(HttpCache cache) {
        HttpCacheStatus status = cache.getStatus();
        return new Conditions(status == null ? List.of() : status.conditions());
    }

    @Override
    public @Nullable String checksum(HttpCache cache) {
        HttpCacheStatus status = cache.getStatus();
        return status == null ? null : status.checksum();
    }

    @Override
    public List<Statement> health(List<PodReport> pods) {
        return List.of(OriginsHealth.of(pods));
    }

    @Override
    public HttpCache withStatus(HttpCache cache, Observed observed) {
        String host = cache.getMetadata().getName() + "." + cache.getMetadata().getNamespace() + ".svc";
        HttpListener listener = cache.getSpec().listeners().http();
        String scheme = listener.tls() == null ? "http" : "https";
        HttpCacheStatus before = cache.getStatus();
        HttpCacheTotals told = HttpCacheHealth.totals(observed.pods());
        return bare(
                cache,
                new HttpCacheStatus(
                        observed.generation(),
                        observed.conditions().list(),
                        observed.pods().size(),
                        observed.readyPods(),
                        observed.selector(),
                        observed.checksum(),
                        new HttpCacheEndpoints(scheme + "://" + host + ":" + listener.port()),
                        told != null || before == null ? told : before.cache()));
    }

    @Override
    public HttpCache withConditions(HttpCache cache, Observed observed) {
        HttpCacheStatus before = cache.getStatus();
        return bare(
                cache,
                new HttpCacheStatus(
                        observed.generation(),
                        observed.conditions().list(),
                        before == null ? 0 : before.replicas(),
                        before == null ? 0 : before.readyReplicas(),
                        observed.selector(),
                        observed.checksum(),
                        before == null ? null : before.endpoints(),
                        before == null ? null : before.cache()));
    }

    private static HttpCache bare(HttpCache cache, HttpCacheStatus status) {
        var bare = new HttpCache();
        bare.setMetadata(new ObjectMetaBuilder()
                .withName(cache.getMetadata().getName())
                .withNamespace(cache.getMetadata().getNamespace())
                .build());
        bare.setStatus(status);
        return bare;
    }
}
