package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;

/**
 * The two Services of a workload: one that clients connect to, which leads to ready pods only, and a headless one that
 * gives each pod a name. Ports lead to numbers rather than names: a pod takes a new port at once, before it is replaced
 * by one that declares it.
 */
final class WorkloadServices {
    private WorkloadServices() {}

    static Service forClients(Workload workload) {
        return new ServiceBuilder()
                .withMetadata(Metadata.of(workload, workload.names().service()))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(workload.labels().selector())
                .withPorts(ports(workload))
                .endSpec()
                .build();
    }

    static Service headless(Workload workload) {
        return new ServiceBuilder()
                .withMetadata(Metadata.of(workload, workload.names().headlessService()))
                .withNewSpec()
                .withClusterIP("None")
                // pods find out for themselves who can serve, and a name that comes and goes is remembered as absent
                .withPublishNotReadyAddresses(true)
                .withSelector(workload.labels().selector())
                .withPorts(ports(workload))
                .endSpec()
                .build();
    }

    private static List<ServicePort> ports(Workload workload) {
        return workload.ports().stream()
                .map(port -> new ServicePortBuilder()
                        .withName(port.name())
                        .withPort(port.number())
                        .withTargetPort(new IntOrString(port.number()))
                        .withProtocol("TCP")
                        .build())
                .toList();
    }
}
