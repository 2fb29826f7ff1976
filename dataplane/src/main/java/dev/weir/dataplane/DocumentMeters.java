package dev.weir.dataplane;

import dev.weir.dataplane.document.DocumentsState;
import dev.weir.dataplane.document.DocumentsState.Active;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells in metrics what the documents route tells in full. */
final class DocumentMeters {
    private DocumentMeters() {}

    static void register(Supplier<DocumentsState> documents, MeterRegistry meters) {
        Gauge.builder("weir.documents.active", () -> activeCount(documents.get()))
                .description("Documents that run")
                .register(meters);
        Gauge.builder("weir.documents.rejected", () -> documents.get().rejected() == null ? 0 : 1)
                .description("1 when the files say something that cannot run, and what ran before goes on")
                .register(meters);
        TimeGauge.builder("weir.documents.active.since", () -> since(documents.get()), TimeUnit.MILLISECONDS)
                .description("When the documents that run became active, in seconds since 1970")
                .register(meters);
    }

    private static int activeCount(DocumentsState state) {
        Active active = state.active();
        return active == null ? 0 : active.loaded().documents().size();
    }

    private static long since(DocumentsState state) {
        Active active = state.active();
        return active == null ? 0 : active.since().toEpochMilli();
    }
}
