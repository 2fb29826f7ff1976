package dev.weir.dataplane.workload;

import dev.weir.api.document.Document;
import dev.weir.api.document.HttpCacheDocument;
import dev.weir.api.document.KafkaCacheBindingDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that each series of a document carries: which document it is, and what the document itself asks for. */
final class DocumentLabels {
    private DocumentLabels() {}

    static Map<String, String> of(Document document) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("kind", document.kind());
        labels.put("name", document.metadata().name());
        Map<String, String> own = switch (document) {
            case KafkaCacheBindingDocument binding -> binding.spec().telemetry().labels();
            case HttpCacheDocument cache -> cache.spec().telemetry().labels();
        };
        own.forEach(labels::putIfAbsent);
        return labels;
    }
}
