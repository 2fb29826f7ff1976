package dev.weir.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.e2e.host.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ways that the project ships of having it watched: what Prometheus is to do, and the dashboards beside it. */
enum Monitoring {
    /** The files, for whoever writes Prometheus' configuration himself. */
    FILES {
        @Override
        ObjectNode configuration(Kubectl kubectl) {
            return (ObjectNode) read(FOLDER.resolve("prometheus.yaml"));
        }

        @Override
        JsonNode rules(Kubectl kubectl) {
            return read(FOLDER.resolve("rules.yaml"));
        }

        @Override
        List<Dashboard> dashboards(Kubectl kubectl) {
            try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
                return files.sorted()
                        .map(file -> Dashboard.of(file.getFileName().toString(), text(file)))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },

    /** The objects that are in the cluster, as the Prometheus operator and Grafana's sidecar understand them. */
    OBJECTS {
        @Override
        ObjectNode configuration(Kubectl kubectl) {
            ObjectNode configuration = JSON.createObjectNode();
            configuration.putArray("rule_files").add("rules.yaml");
            ArrayNode scrapes = configuration.putArray("scrape_configs");
            for (JsonNode monitor : items(kubectl, "podmonitors", OURS)) {
                scrapes.addAll(PodMonitors.scrapes(monitor));
            }
            return configuration;
        }

        @Override
        JsonNode rules(Kubectl kubectl) {
            return items(kubectl, "prometheusrules", OURS).path(0).path("spec");
        }

        @Override
        List<Dashboard> dashboards(Kubectl kubectl) {
            return items(kubectl, "configmaps", OURS + ",grafana_dashboard=1")
                    .valueStream()
                    .flatMap(map -> map.path("data").propertyStream())
                    .map(file -> Dashboard.of(file.getKey(), file.getValue().asText()))
                    .toList();
        }
    };

    static final Path FOLDER = ProjectFolder.root().resolve("deploy/monitoring");
    private static final String OURS = "app.kubernetes.io/part-of=weir";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Prometheus is told. */
    abstract ObjectNode configuration(Kubectl kubectl);

    /** The groups of alerts. */
    abstract JsonNode rules(Kubectl kubectl);

    abstract List<Dashboard> dashboards(Kubectl kubectl);

    /**
     * Starts a Prometheus. It also scrapes kubelets, as most do, and beside {@code rules.yaml} has {@code soon.yaml},
     * the same alerts without their patience.
     */
    Prometheus start(Kubectl kubectl, Discovery discovery) {
        ObjectNode configuration = configuration(kubectl);
        configuration.putObject("global").put("scrape_interval", "1s").put("evaluation_interval", "1s");
        ((ArrayNode) configuration.get("rule_files")).add("soon.yaml");
        var scrapes = (ArrayNode) configuration.get("scrape_configs");
        scrapes.forEach(scrape -> discovery.settle((ObjectNode) scrape));
        scrapes.add(discovery.kubelets());
        JsonNode rules = rules(kubectl);
        return Prometheus.start(Map.of(
                "prometheus.yaml", configuration.toString(),
                "rules.yaml", rules.toString(),
                "soon.yaml", soon(rules.deepCopy()).toString()));
    }

    private static JsonNode soon(JsonNode rules) {
        rules.findParents("for").forEach(rule -> ((ObjectNode) rule).put("for", "1s"));
        return rules;
    }

    private static JsonNode items(Kubectl kubectl, String kind, String labels) {
        try {
            return JSON.readTree(kubectl.run("get", kind, "--all-namespaces", "-l", labels, "-o", "json"))
                    .path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
