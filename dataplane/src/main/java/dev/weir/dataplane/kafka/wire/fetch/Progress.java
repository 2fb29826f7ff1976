package dev.weir.dataplane.kafka.wire.fetch;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far a fetch has come with one of its partitions. On the event loop of its client. */
final class Progress {
    private final FetchedPartition partition;
    private final Set<Question> asked = EnumSet.noneOf(Question.class);
    private boolean asking;
    private @Nullable Outcome settled;

    Progress(FetchedPartition partition) {
        this.partition = partition;
    }

    FetchedPartition partition() {
        return partition;
    }

    boolean asked(Question question) {
        return asked.contains(question);
    }

    /** Upstream has not answered yet. */
    boolean asking() {
        return asking;
    }

    void ask(Question question) {
        asked.add(question);
        asking = true;
    }

    /** Upstream answered; with null it is looked at again, knowing what was asked. */
    void answered(@Nullable Outcome outcome) {
        asking = false;
        settled = outcome;
    }

    /** What there is to answer, whatever is here. */
    @Nullable
    Outcome settled() {
        return settled;
    }
}
