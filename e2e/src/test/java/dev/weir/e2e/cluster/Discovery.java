package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Collections;
import java.util.List;

/**
 * Finds whom to scrape, in the place of Prometheus' own discovery, which Debian's package was built without: each port
 * of each container of a pod, with the labels that Prometheus gives it. What is to become of these is left to the
 * configuration. Everybody is reached through the API server, as this machine may have no way to the addresses of pods.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod">the role pod</a>
 */
record Discovery(KubernetesClient client, ApiProxy api) {
    private static final String META = "__meta_kubernetes_";

    /** Replaces discovery by what it finds now, and adds how to get there. */
    void settle(ObjectNode scrape) {
        ArrayNode targets = JsonNodeFactory.instance.arrayNode();
        for (JsonNode discovery : scrape.remove("kubernetes_sd_configs")) {
            if (!discovery.path("role").asText().equals("pod")) {
                throw new IllegalArgumentException("not understood: " + discovery);
            }
            List<String> namespaces = discovery
                    .at("/namespaces/names")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
                if (namespaces.isEmpty()
                        || namespaces.contains(pod.getMetadata().getNamespace())) {
                    pod.getSpec().getContainers().forEach(container -> addTargets(targets, pod, container));
                }
            }
        }
        scrape.set("static_configs", targets);
        var relabelings = (ArrayNode) scrape.get("relabel_configs");
        relabeling(relabelings, "instance", "$1", "__address__");
        relabeling(
                relabelings,
                "__metrics_path__",
                "/api/v1/namespaces/$1/pods/$2:$3/proxy$4",
                META + "namespace",
                META + "pod_name",
                META + "pod_container_port_number",
                "__metrics_path__");
        relabeling(relabelings, "__address__", api.address(), "__address__");
    }

    /** The kubelets, which tell of volumes. */
    ObjectNode kubelets() {
        ObjectNode scrape = JsonNodeFactory.instance.objectNode();
        scrape.put("job_name", "kubelet").put("honor_labels", true);
        ArrayNode targets = scrape.putArray("static_configs");
        for (Node node : client.nodes().list().getItems()) {
            String name = node.getMetadata().getName();
            ObjectNode target = targets.addObject();
            target.putArray("targets").add(api.address());
            target.putObject("labels")
                    .put("instance", name)
                    .put("__metrics_path__", "/api/v1/nodes/" + name + "/proxy/metrics");
        }
        return scrape;
    }

    private static void addTargets(ArrayNode targets, Pod pod, Container container) {
        for (ContainerPort port : container.getPorts()) {
            ObjectNode target = targets.addObject();
            target.putArray("targets").add(pod.getStatus().getPodIP() + ":" + port.getContainerPort());
            ObjectNode labels = target.putObject("labels")
                    .put(META + "namespace", pod.getMetadata().getNamespace())
                    .put(META + "pod_name", pod.getMetadata().getName())
                    .put(META + "pod_phase", pod.getStatus().getPhase())
                    .put(META + "pod_ready", String.valueOf(Readiness.isPodReady(pod)))
                    .put(META + "pod_node_name", pod.getSpec().getNodeName())
                    .put(META + "pod_container_name", container.getName())
                    .put(META + "pod_container_port_name", port.getName())
                    .put(META + "pod_container_port_number", String.valueOf(port.getContainerPort()))
                    .put(META + "pod_container_port_protocol", port.getProtocol());
            pod.getMetadata()
                    .getLabels()
                    .forEach((name, value) -> labels.put(META + "pod_label_" + asLabel(name), value));
        }
    }

    /** As Prometheus spells a name that it cannot have. */
    static String asLabel(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    private static void relabeling(ArrayNode relabelings, String label, String value, String... from) {
        ObjectNode added = relabelings.addObject().put("target_label", label).put("replacement", value);
        added.put("regex", String.join(";", Collections.nCopies(from.length, "(.+)")));
        List.of(from).forEach(added.putArray("source_labels")::add);
    }
}
