package dev.weir.api.document;

import dev.weir.api.Problem;
import java.util.List;

/**
 * What a set of files says.
 *
 * @param bindings in the order of the files; one that has a problem is left out
 * @param httpCaches in the order of the files; one that has a problem is left out
 * @param problems everything that is wrong, in the order of the files
 */
public record DocumentSet(
        List<KafkaCacheBindingDocument> bindings, List<HttpCacheDocument> httpCaches, List<Problem> problems) {
    public DocumentSet {
        bindings = List.copyOf(bindings);
        httpCaches = List.copyOf(httpCaches);
        problems = List.copyOf(problems);
    }
}
