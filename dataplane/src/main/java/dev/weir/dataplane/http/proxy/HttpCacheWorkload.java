package dev.weir.dataplane.http.proxy;

import dev.weir.api.document.HttpCacheDocument;
import dev.weir.dataplane.http.purge.Purging;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.Preparation;
import dev.weir.dataplane.workload.Workload;
import dev.weir.dataplane.workload.WorkloadContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a {@code HttpCache}: opens it with the first document, and changes it with later ones. */
public final class HttpCacheWorkload implements Workload<HttpCacheDocument> {
    private final WorkloadContext context;
    private final Purging purging;
    private volatile @Nullable HttpCacheSite site;

    public HttpCacheWorkload(WorkloadContext context, Purging purging) {
        this.context = context;
        this.purging = purging;
    }

    @Override
    public Preparation prepare(HttpCacheDocument document, Ports ports) {
        HttpCacheSite open = site;
        if (open == null) {
            open = new HttpCacheSite(context, purging);
            site = open;
        }
        return open.prepare(document.spec(), ports);
    }

    @Override
    public Optional<String> unready() {
        HttpCacheSite open = site;
        return open == null ? Optional.of("it is being opened") : Optional.ofNullable(open.unready());
    }

    @Override
    public Map<String, Object> status() {
        HttpCacheSite open = site;
        return open == null ? Map.of() : open.status();
    }

    @Override
    public void stop(Duration grace) {
        HttpCacheSite open = site;
        site = null;
        if (open != null) {
            open.close();
        }
    }
}
