package dev.weir.dataplane.workload;

import dev.weir.api.document.Document;

/** Names a document. Its text is how users know it: {@code KafkaCacheBinding orders}. */
public record DocumentId(String kind, String name) {

    static DocumentId of(Document document) {
        return new DocumentId(document.kind(), document.metadata().name());
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
