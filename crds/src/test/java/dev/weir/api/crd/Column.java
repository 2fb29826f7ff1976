package dev.weir.api.crd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code kubectl get} prints of a resource. */
record Column(String name, String type, String path, int priority) {
    private static final Column READY = condition("Ready");
    private static final Column PROGRAMMED = condition("Programmed");
    private static final Column REPLICAS = shown("Replicas", "integer", ".spec.replicas");
    private static final Column AGE = shown("Age", "date", ".metadata.creationTimestamp");
    private static final Column MESSAGE =
            new Column("Message", "string", ".status.conditions[?(@.type==\"Ready\")].message", 1);

    static final List<Column> KAFKA_CACHE_BINDING = List.of(
            READY,
            PROGRAMMED,
            condition("Warm"),
            REPLICAS,
            shown("Topics", "integer", ".status.cache.topics"),
            shown("Cached", "integer", ".status.cache.bytes"),
            shown("Lag", "integer", ".status.cache.maxLag"),
            AGE,
            new Column("Endpoint", "string", ".status.endpoints.bootstrapServers", 1),
            MESSAGE);

    static final List<Column> HTTP_CACHE = List.of(
            READY,
            PROGRAMMED,
            REPLICAS,
            shown("Items", "integer", ".status.cache.items"),
            shown("Cached", "integer", ".status.cache.bytes"),
            shown("Hit%", "integer", ".status.cache.hitPercent"),
            AGE,
            new Column("Endpoint", "string", ".status.endpoints.http", 1),
            MESSAGE);

    private static Column condition(String type) {
        return shown(type, "string", ".status.conditions[?(@.type==\"" + type + "\")].status");
    }

    private static Column shown(String name, String type, String path) {
        return new Column(name, type, path, 0);
    }

    Map<String, Object> definition() {
        var column = new LinkedHashMap<String, Object>();
        column.put("name", name);
        column.put("type", type);
        column.put("jsonPath", path);
        if (priority > 0) {
            column.put("priority", priority);
        }
        return column;
    }
}
