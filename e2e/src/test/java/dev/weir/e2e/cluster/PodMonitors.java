package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * PodMonitors in the words of Prometheus, as the Prometheus operator puts them. Only what ours say is understood.
 *
 * @see <a
 *     href="https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor">PodMonitor</a>
 */
final class PodMonitors {
    private static final List<String> KINDS = List.of("PodMonitor", "PrometheusRule");

    private PodMonitors() {}

    /** Has the cluster take the kinds of the Prometheus operator, of which it knows no more than the names. */
    static AutoCloseable served(Kubectl kubectl) {
        List<String> absent = KINDS.stream()
                .filter(kind ->
                        kubectl.attempt("", List.of("get", plural(kind))).status() != 0)
                .toList();
        absent.forEach(kind -> kubectl.run(definition(kind), List.of("apply", "-f", "-")));
        return () -> absent.forEach(kind -> kubectl.run("delete", "crd", plural(kind)));
    }

    static List<ObjectNode> scrapes(JsonNode monitor) {
        var all = new ArrayList<ObjectNode>();
        for (JsonNode endpoint : monitor.at("/spec/podMetricsEndpoints")) {
            all.add(scrape(monitor, endpoint, all.size()));
        }
        return all;
    }

    private static ObjectNode scrape(JsonNode monitor, JsonNode endpoint, int number) {
        String namespace = monitor.at("/metadata/namespace").asText();
        String name = monitor.at("/metadata/name").asText();
        ObjectNode scrape = JsonNodeFactory.instance.objectNode();
        scrape.put("job_name", "podMonitor/" + namespace + "/" + name + "/" + number);
        scrape.put("honor_labels", endpoint.path("honorLabels").asBoolean());
        scrape.put("metrics_path", endpoint.path("path").asText());
        ObjectNode discovery = scrape.putArray("kubernetes_sd_configs").addObject();
        discovery.put("role", "pod");
        if (!monitor.at("/spec/namespaceSelector/any").asBoolean()) {
            discovery.putObject("namespaces").putArray("names").add(namespace);
        }
        ArrayNode relabelings = scrape.putArray("relabel_configs");
        relabeling(relabelings, "drop", "__meta_kubernetes_pod_phase", "Failed|Succeeded");
        monitor.at("/spec/selector/matchLabels")
                .properties()
                .forEach(label -> relabeling(
                        relabelings,
                        "keep",
                        "__meta_kubernetes_pod_label_" + Discovery.asLabel(label.getKey()),
                        label.getValue().asText()));
        relabeling(
                relabelings,
                "keep",
                "__meta_kubernetes_pod_container_port_name",
                endpoint.path("port").asText());
        relabeling(relabelings, "replace", "__meta_kubernetes_namespace", "(.*)")
                .put("target_label", "namespace");
        relabeling(relabelings, "replace", "__meta_kubernetes_pod_container_name", "(.*)")
                .put("target_label", "container");
        relabeling(relabelings, "replace", "__meta_kubernetes_pod_name", "(.*)").put("target_label", "pod");
        relabelings.addObject().put("target_label", "job").put("replacement", namespace + "/" + name);
        return scrape;
    }

    private static ObjectNode relabeling(ArrayNode relabelings, String action, String source, String expression) {
        ObjectNode added = relabelings.addObject().put("action", action).put("regex", expression);
        added.putArray("source_labels").add(source);
        return added;
    }

    private static String definition(String kind) {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %2$s}
            spec:
              group: monitoring.coreos.com
              scope: Namespaced
              names: {kind: %1$s, plural: %3$s}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """.formatted(kind, plural(kind), kind.toLowerCase(Locale.ROOT) + "s");
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT) + "s.monitoring.coreos.com";
    }
}
