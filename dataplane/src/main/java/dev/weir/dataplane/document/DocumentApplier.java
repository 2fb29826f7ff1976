package dev.weir.dataplane.document;

import dev.weir.api.Problem;
import java.util.List;

/** Makes documents run. */
public interface DocumentApplier {
    /**
     * Runs these documents instead of those that ran before, or leaves everything as it was.
     *
     * @return why they cannot run, or nothing when they do
     */
    List<Problem> apply(LoadedDocuments documents);

    /** Why these documents could not run, or nothing when they could; everything stays as it was. */
    List<Problem> check(LoadedDocuments documents);
}
