package dev.weir.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Set;

/**
 * Whether an object lacks something of what it should be.
 *
 * <p>Only what should be is looked for: fields that the API server filled in, and those that others own, do not count.
 * The same goes for elements of lists that server-side apply merges by a key; all other lists belong as a whole to
 * whoever writes them, and must be the same. What should no longer be cannot be seen this way: for that each object
 * carries a {@link Fingerprint} of what was last applied.
 */
final class Difference {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Lists with a key, in the objects that are written here. */
    private static final Set<String> MERGED = Set.of(
            "containers",
            "env",
            "imagePullSecrets",
            "initContainers",
            "ownerReferences",
            "ports",
            "topologySpreadConstraints",
            "volumeMounts",
            "volumes");

    /** Below it nothing is merged: a NetworkPolicy has no keyed lists. */
    private static final String NEVER_MERGED = "ingress";

    private static final Set<String> QUANTITIES = Set.of("requests", "limits");

    private Difference() {}

    static boolean between(Object desired, Object live) {
        return !carries(JSON.valueToTree(desired), JSON.valueToTree(live), "", true);
    }

    private static boolean carries(JsonNode desired, JsonNode live, String field, boolean merging) {
        if (desired.isObject()) {
            boolean mergingBelow = merging && !field.equals(NEVER_MERGED);
            for (Map.Entry<String, JsonNode> entry : desired.properties()) {
                JsonNode there = live.path(entry.getKey());
                boolean same = QUANTITIES.contains(field)
                        ? sameQuantity(entry.getValue(), there)
                        : carries(entry.getValue(), there, entry.getKey(), mergingBelow);
                if (!same) {
                    return false;
                }
            }
            return live.isObject();
        }
        if (desired.isArray()) {
            return live.isArray() && carriesAll(desired, live, field, merging && !field.equals(NEVER_MERGED));
        }
        return desired.asText().equals(live.asText()) && live.isValueNode();
    }

    private static boolean carriesAll(JsonNode desired, JsonNode live, String field, boolean merging) {
        if (merging && MERGED.contains(field)) {
            return desired.valueStream()
                    .allMatch(element -> live.valueStream().anyMatch(there -> carries(element, there, "", true)));
        }
        if (desired.size() != live.size()) {
            return false;
        }
        for (int i = 0; i < desired.size(); i++) {
            if (!carries(desired.get(i), live.get(i), "", merging)) {
                return false;
            }
        }
        return true;
    }

    /** The API server writes 10240Mi as 10Gi. */
    private static boolean sameQuantity(JsonNode desired, JsonNode live) {
        return live.isValueNode()
                && !live.asText().isEmpty()
                && Quantity.getAmountInBytes(new Quantity(desired.asText()))
                                .compareTo(Quantity.getAmountInBytes(new Quantity(live.asText())))
                        == 0;
    }
}
