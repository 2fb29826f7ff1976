package dev.weir.operator.acknowledgement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod told.
 *
 * @param ready whether Kubernetes sends traffic to it
 */
public record PodReport(String pod, boolean ready, Answer answer) {

    /** What came of asking. */
    public sealed interface Answer {}

    /**
     * It answered.
     *
     * @param checksum of the documents that it runs, or null while it runs none
     * @param rejection null when it runs what it was given
     * @param status what its workload says of itself; a missing node when it says nothing
     */
    public record Told(@Nullable String checksum, @Nullable Rejection rejection, JsonNode status) implements Answer {}

    /** It did not. */
    public record Silent(String why) implements Answer {}

    /**
     * Documents that it was given and does not run.
     *
     * @param checksum null when they could not even be read
     */
    public record Rejection(@Nullable String checksum, List<String> problems) {
        public Rejection {
            problems = List.copyOf(problems);
        }
    }

    /** Whether it runs the document with this checksum. */
    public boolean runs(String checksum) {
        return answer instanceof Told told && checksum.equals(told.checksum());
    }
}
