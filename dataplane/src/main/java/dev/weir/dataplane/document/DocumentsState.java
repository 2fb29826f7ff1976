package dev.weir.dataplane.document;

import dev.weir.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What runs, and what was offered since and cannot run.
 *
 * @param active null until documents run for the first time
 * @param rejected null when what runs is what the files say
 */
public record DocumentsState(
        @Nullable Active active, @Nullable Rejected rejected) {

    /** The documents that run. */
    public record Active(LoadedDocuments loaded, Instant since) {}

    /**
     * The documents that do not.
     *
     * @param checksum of what was read, or null when it could not be read
     */
    public record Rejected(@Nullable String checksum, List<Problem> problems, Instant since) {
        public Rejected {
            problems = List.copyOf(problems);
        }

        boolean sameAs(@Nullable String otherChecksum, List<Problem> otherProblems) {
            return Objects.equals(checksum, otherChecksum) && problems.equals(otherProblems);
        }
    }
}
