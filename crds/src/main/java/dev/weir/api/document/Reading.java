package dev.weir.api.document;

import dev.weir.api.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a part of a file.
 *
 * @param title the kind and name of the document, as far as they could be read
 * @param document null where it was not even clear what kind of document it should be
 */
record Reading(String file, String title, @Nullable Document document, Findings findings) {
    List<Problem> problems() {
        return findings.in(file, title);
    }
}
