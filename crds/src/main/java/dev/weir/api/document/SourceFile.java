package dev.weir.api.document;

/** A file's name, as problems should tell it, and its text. */
public record SourceFile(String name, String text) {}
