package dev.weir.operator.reconciliation;

import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.conditions.Conditions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a resource.
 *
 * @param checksum of the document that the pods are to run; null before the first was accepted
 */
public record Observed(
        long generation,
        Conditions conditions,
        String selector,
        @Nullable String checksum,
        List<PodReport> pods) {
    public Observed {
        pods = List.copyOf(pods);
    }

    public int readyPods() {
        return (int) pods.stream().filter(PodReport::ready).count();
    }
}
