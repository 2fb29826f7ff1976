package dev.weir.api;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is wrong with a document, and what to do about it.
 *
 * @param file the file it is in, or empty where there is none (an object of the API server)
 * @param document the kind and name of the document, such as {@code KafkaCacheBinding orders}, or empty
 * @param path the field, such as {@code spec.upstreams[0].bootstrapServers}, or empty for the document as a whole
 * @param message what is wrong
 * @param advice what to do, or empty where the message says it all
 */
public record Problem(String file, String document, String path, String message, String advice) {

    /** A problem at a field, in a document that its reader knows. */
    public static Problem at(String path, String message, String advice) {
        return new Problem("", "", path, message, advice);
    }

    public Problem in(String file, String document) {
        return new Problem(file, document, path, message, advice);
    }

    /** The problem in one line. */
    @Override
    public String toString() {
        var parts = new ArrayList<>(List.of(file, document, path, message, advice));
        parts.removeIf(String::isEmpty);
        return String.join(": ", parts);
    }
}
