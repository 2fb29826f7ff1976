package dev.weir.dataplane.workload;

import dev.weir.api.Problem;
import java.util.List;

/** What came of preparing a workload for a document. */
public sealed interface Preparation {

    /** It can run the document. One of the two methods follows. */
    non-sealed interface Ready extends Preparation {
        /** Runs the document from now on. It cannot fail any more: what can, belongs into the preparation. */
        void commit();

        /** Forgets the document, because another one was refused; what ran goes on as it was. */
        void abort();
    }

    /**
     * It cannot run the document. Everything it prepared is already undone.
     *
     * @param problems why, each by {@link Problem#at}
     */
    record Refused(List<Problem> problems) implements Preparation {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
