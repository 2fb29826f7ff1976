package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the Prometheus operator to scrape the pods. */
final class WorkloadPodMonitor {
    private WorkloadPodMonitor() {}

    static GenericKubernetesResource of(Workload workload) {
        var endpoint = new LinkedHashMap<String, Object>();
        endpoint.put("port", PodTemplate.MANAGEMENT);
        endpoint.put("path", "/metrics");
        var spec = new LinkedHashMap<String, Object>();
        spec.put("selector", Map.of("matchLabels", workload.labels().selector()));
        spec.put("podMetricsEndpoints", List.of(endpoint));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("monitoring.coreos.com/v1")
                .withKind("PodMonitor")
                .withMetadata(Metadata.of(workload, workload.names().podMonitor()))
                .addToAdditionalProperties("spec", spec)
                .build();
    }
}
