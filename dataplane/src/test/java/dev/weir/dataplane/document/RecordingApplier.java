package dev.weir.dataplane.document;

import dev.weir.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes note of what it is asked to run, and refuses it when told to. */
final class RecordingApplier implements DocumentApplier {
    final List<List<String>> applied = new CopyOnWriteArrayList<>();
    final List<List<String>> checked = new ArrayList<>();
    volatile List<Problem> refusal = List.of();
    final AtomicInteger attempts = new AtomicInteger();

    @Override
    public List<Problem> apply(LoadedDocuments documents) {
        attempts.incrementAndGet();
        if (refusal.isEmpty()) {
            applied.add(names(documents));
        }
        return refusal;
    }

    @Override
    public List<Problem> check(LoadedDocuments documents) {
        checked.add(names(documents));
        return refusal;
    }

    private static List<String> names(LoadedDocuments documents) {
        return documents.documents().stream()
                .map(loaded -> loaded.document().metadata().name() + " in " + loaded.file())
                .toList();
    }
}
