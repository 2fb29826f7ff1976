package dev.weir.dataplane.document;

import java.util.List;

/** A set of valid documents, and the checksum of the files that they were read from. */
public record LoadedDocuments(String checksum, List<LoadedDocument> documents) {
    public LoadedDocuments {
        documents = List.copyOf(documents);
    }
}
