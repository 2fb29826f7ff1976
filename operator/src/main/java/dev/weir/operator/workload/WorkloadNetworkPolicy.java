package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;

/**
 * Who may connect to the pods: everybody to the listeners; the operator, and whatever runs in a namespace that is
 * labelled for it, to the management port.
 */
final class WorkloadNetworkPolicy {
    /** On a namespace: what runs there may read metrics. */
    private static final String MONITORING = "weir.dev/monitoring";

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private WorkloadNetworkPolicy() {}

    static NetworkPolicy of(Workload workload, PodSettings settings) {
        return new NetworkPolicyBuilder()
                .withMetadata(Metadata.of(workload, workload.names().networkPolicy()))
                .withNewSpec()
                .withPolicyTypes("Ingress")
                .withNewPodSelector()
                .withMatchLabels(workload.labels().selector())
                .endPodSelector()
                .addNewIngress()
                .withPorts(workload.ports().stream()
                        .map(port -> port(port.number()))
                        .toList())
                .endIngress()
                .addNewIngress()
                .withPorts(port(settings.managementPort()))
                .addNewFrom()
                .withNewNamespaceSelector()
                .addToMatchLabels(NAMESPACE_NAME, settings.operatorNamespace())
                .endNamespaceSelector()
                .withNewPodSelector()
                .withMatchLabels(Labels.operatorPods())
                .endPodSelector()
                .endFrom()
                .addNewFrom()
                .withNewNamespaceSelector()
                .addToMatchLabels(MONITORING, "true")
                .endNamespaceSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
    }

    private static NetworkPolicyPort port(int number) {
        return new NetworkPolicyPortBuilder()
                .withPort(new IntOrString(number))
                .withProtocol("TCP")
                .build();
    }
}
