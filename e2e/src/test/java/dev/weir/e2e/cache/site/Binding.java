package dev.weir.e2e.cache.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document that a cache runs.
 *
 * @param bootstrapServers of the one upstream
 * @param bootstrap the topics that are followed before anyone asks
 * @param upstream further fields of the upstream
 * @param listener further fields of the Kafka listener
 * @param web further fields of the listener for web clients
 * @param more further fields of the spec; with routes, topics that none takes do not exist
 */
public record Binding(
        String bootstrapServers,
        List<String> bootstrap,
        Map<String, Object> upstream,
        Map<String, Object> listener,
        Map<String, Object> web,
        Map<String, Object> more) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Follows every topic of the corpus and of stories; topics whose names begin otherwise are followed on demand. */
    public static Binding to(String bootstrapServers) {
        return new Binding(bootstrapServers, List.of("corpus-*", "story-*"), Map.of(), Map.of(), Map.of(), Map.of());
    }

    public Binding following(List<String> topics) {
        return new Binding(bootstrapServers, topics, upstream, listener, web, more);
    }

    public Binding upstream(Map<String, Object> fields) {
        return new Binding(bootstrapServers, bootstrap, fields, listener, web, more);
    }

    public Binding listener(Map<String, Object> fields) {
        return new Binding(bootstrapServers, bootstrap, upstream, fields, web, more);
    }

    public Binding web(Map<String, Object> fields) {
        return new Binding(bootstrapServers, bootstrap, upstream, listener, fields, more);
    }

    public Binding with(Map<String, Object> fields) {
        return new Binding(bootstrapServers, bootstrap, upstream, listener, web, fields);
    }

    /** For a cache that listens on these ports. */
    String json(int kafkaPort, int webPort) {
        var kafka = new LinkedHashMap<String, Object>(Map.of("port", kafkaPort));
        kafka.putAll(listener);
        var webListener = new LinkedHashMap<String, Object>(Map.of("port", webPort));
        webListener.putAll(web);
        var cluster = new LinkedHashMap<String, Object>(
                Map.of("name", "main", "bootstrapServers", List.of(bootstrapServers.split(",", -1))));
        cluster.putAll(upstream);
        var spec = new LinkedHashMap<String, Object>(Map.of(
                "upstreams",
                List.of(cluster),
                "exit",
                "main",
                "bootstrap",
                bootstrap,
                "listeners",
                Map.of("kafka", kafka, "web", webListener)));
        spec.putAll(more);
        if (spec.containsKey("routes")) {
            spec.remove("exit");
        }
        var document = Map.of(
                "apiVersion",
                "weir.dev/v1alpha1",
                "kind",
                "KafkaCacheBinding",
                "metadata",
                Map.of("name", "cache"),
                "spec",
                spec);
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
