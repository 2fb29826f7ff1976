package dev.weir.operator.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.PodOptions;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** On which nodes pods run. The fields of the API are those of Kubernetes, and say the same. */
record Placement(PodOptions pod, Map<String, String> selector) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_EMPTY, Include.ALWAYS));

    @Nullable
    Affinity affinity() {
        return pod.affinity() == null ? null : JSON.convertValue(pod.affinity(), Affinity.class);
    }

    List<Toleration> tolerations() {
        return pod.tolerations().stream()
                .map(toleration -> JSON.convertValue(toleration, Toleration.class))
                .toList();
    }

    /** Over nodes and zones as far as that can be done, unless it is said otherwise. */
    List<TopologySpreadConstraint> spread() {
        var wanted = pod.topologySpread().isEmpty()
                ? Stream.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")
                        .map(topology -> new TopologySpreadConstraintBuilder()
                                .withMaxSkew(1)
                                .withTopologyKey(topology)
                                .withWhenUnsatisfiable("ScheduleAnyway"))
                : pod.topologySpread().stream()
                        .map(spread -> JSON.convertValue(spread, TopologySpreadConstraint.class))
                        .map(TopologySpreadConstraintBuilder::new);
        return wanted.map(constraint -> constraint
                        .withNewLabelSelector()
                        .withMatchLabels(selector)
                        .endLabelSelector()
                        .build())
                .toList();
    }
}
