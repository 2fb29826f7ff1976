package dev.weir.operator.reconciliation;

import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.conditions.Conditions;
import dev.weir.operator.conditions.Statement;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In what one kind of resource differs from the other. */
public interface Kind<R extends CustomResource<?, ?>> {
    Class<R> type();

    /** What its pods are, such as {@code kafka-cache}. */
    String component();

    Workload workload(R resource);

    /** What was last stated of it. */
    Conditions conditions(R resource);

    /** The checksum of the document that its pods were last to run. */
    @Nullable
    String checksum(R resource);

    /** What its pods tell that matters to this kind alone. */
    List<Statement> health(List<PodReport> pods);

    /** What its pods tell of Secrets that are there and of no use to them. */
    default Optional<Statement> unusableSecret(List<PodReport> pods) {
        return Optional.empty();
    }

    /** The same resource with nothing but this status. */
    R withStatus(R resource, Observed observed);

    /** The same resource with the status it has, but for the conditions, when its pods were not looked at. */
    R withConditions(R resource, Observed observed);
}
