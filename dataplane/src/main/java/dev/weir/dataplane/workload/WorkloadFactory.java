package dev.weir.dataplane.workload;

import dev.weir.api.document.Document;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.management.MeterScope;
import dev.weir.dataplane.management.Metrics;
import dev.weir.dataplane.net.EventLoops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Makes workloads.
 *
 * @param kinds the kinds of document that can run
 * @param dataDirectory holds a folder for each document
 */
public record WorkloadFactory(
        List<WorkloadKind<?>> kinds,
        EventLoops eventLoops,
        Metrics metrics,
        Path dataDirectory,
        Secrets secrets,
        InstantSource clock) {

    public WorkloadFactory {
        kinds = List.copyOf(kinds);
    }

    /** Makes a workload that nothing was asked of yet. */
    RunningWorkload<?> create(Document document) throws IOException {
        WorkloadKind<?> kind = kinds.stream()
                .filter(each -> each.kind().equals(document.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing runs a " + document.kind()));
        return create(kind, document);
    }

    private <D extends Document> RunningWorkload<D> create(WorkloadKind<D> kind, Document document) throws IOException {
        DocumentId id = DocumentId.of(document);
        Path folder = dataDirectory.resolve(id.kind().toLowerCase(Locale.ROOT)).resolve(id.name());
        Files.createDirectories(folder);
        MeterScope meters = metrics.open(DocumentLabels.of(document));
        var context = new WorkloadContext(id, eventLoops, meters.registry(), folder, secrets, clock);
        return new RunningWorkload<>(id, kind.type(), kind.create().apply(context), meters);
    }
}
