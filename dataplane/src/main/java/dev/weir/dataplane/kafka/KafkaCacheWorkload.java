package dev.weir.dataplane.kafka;

import dev.weir.api.Problem;
import dev.weir.api.document.KafkaCacheBindingDocument;
import dev.weir.dataplane.kafka.placement.Peers;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.Preparation;
import dev.weir.dataplane.workload.Workload;
import dev.weir.dataplane.workload.WorkloadContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@code KafkaCacheBinding}: opens its cache with the first document, and changes it with later ones. */
public final class KafkaCacheWorkload implements Workload<KafkaCacheBindingDocument> {
    private static final Logger log = LoggerFactory.getLogger(KafkaCacheWorkload.class);

    private final WorkloadContext context;
    private final @Nullable Peers peers;
    private volatile @Nullable KafkaCache cache;

    /**
     * Makes the workload, which does nothing yet.
     *
     * @param peers the other processes that hold the same cache, or null when there are none
     */
    public KafkaCacheWorkload(WorkloadContext context, @Nullable Peers peers) {
        this.context = context;
        this.peers = peers;
    }

    @Override
    public Preparation prepare(KafkaCacheBindingDocument document, Ports ports) {
        KafkaCache open = cache;
        try {
            if (open == null) {
                open = KafkaCache.open(context, peers, document.spec());
                cache = open;
            }
        } catch (IOException e) {
            return new Preparation.Refused(List.of(Problem.at(
                    "",
                    "what is cached cannot be opened: " + e.getMessage(),
                    "see that the process may use " + context.dataDirectory() + " and that the volume is sound")));
        }
        return open.prepare(document.spec(), ports);
    }

    @Override
    public Optional<String> unready() {
        KafkaCache open = cache;
        return open == null || !open.serves() ? Optional.of("it is being opened") : Optional.empty();
    }

    @Override
    public Map<String, Object> status() {
        KafkaCache open = cache;
        return open == null ? Map.of() : open.status();
    }

    @Override
    public void stop(Duration grace) {
        KafkaCache open = cache;
        cache = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue(LogKey.DOCUMENT, context.document())
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("What is cached was not closed cleanly; it is checked when it is opened again");
        }
    }
}
