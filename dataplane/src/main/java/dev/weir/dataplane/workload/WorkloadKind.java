package dev.weir.dataplane.workload;

import dev.weir.api.document.Document;
import java.util.function.Function;

/**
 * Runs the documents of one kind.
 *
 * @param kind the kind, as documents tell it
 * @param type its document
 * @param create makes the workload of a document; it does nothing until it is prepared
 */
public record WorkloadKind<D extends Document>(
        String kind, Class<D> type, Function<WorkloadContext, Workload<D>> create) {}
