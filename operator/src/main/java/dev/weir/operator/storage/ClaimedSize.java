package dev.weir.operator.storage;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;

/** How much a claim asks for. */
final class ClaimedSize {
    private ClaimedSize() {}

    static Quantity of(PersistentVolumeClaimSpec claim) {
        return Objects.requireNonNull(
                claim.getResources().getRequests().get("storage"), "the API server takes no claim without a size");
    }
}
