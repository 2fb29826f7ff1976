package dev.weir.dataplane.document;

import dev.weir.api.document.Document;

/** A document, and the file that it was read from. */
public record LoadedDocument(Document document, String file) {}
