package dev.weir.dataplane.workload;

import dev.weir.api.document.Document;
import dev.weir.dataplane.management.MeterScope;

/** A workload, and what belongs to it. */
record RunningWorkload<D extends Document>(DocumentId id, Class<D> type, Workload<D> workload, MeterScope meters) {

    Preparation prepare(Document document, Ports ports) {
        return workload.prepare(type.cast(document), ports);
    }
}
