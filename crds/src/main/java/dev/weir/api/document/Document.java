package dev.weir.api.document;

/** A resource as its author wrote it. */
public sealed interface Document permits KafkaCacheBindingDocument, HttpCacheDocument {
    Metadata metadata();

    String kind();
}
