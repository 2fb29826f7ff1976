package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.Problem;
import java.util.List;

/** What came of preparing for a document. */
public sealed interface Change {
    /** One of the two follows, on any thread, once. */
    non-sealed interface Ready extends Change {
        /** Cannot fail. May take the moment that it takes to close connections no longer wanted. */
        void commit();

        void abort();
    }

    record Refused(List<Problem> problems) implements Change {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
