package dev.weir.operator.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Kubernetes objects by kind, namespace and name, so that sets of them can be compared whatever their order. */
final class Objects {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Objects() {}

    static Map<String, JsonNode> parse(String yaml) throws IOException {
        var objects = new TreeMap<String, JsonNode>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode object = documents.next();
                if (object.isObject() && objects.put(key(object), object) != null) {
                    throw new IllegalArgumentException(key(object) + " is there twice");
                }
            }
        }
        return objects;
    }

    /** What a kustomization stands for that does no more than list files and other such folders. */
    static Map<String, JsonNode> kustomized(Path folder) throws IOException {
        var objects = new TreeMap<String, JsonNode>();
        for (JsonNode resource :
                YAML.readTree(folder.resolve("kustomization.yaml").toFile()).path("resources")) {
            Path path = folder.resolve(resource.asText());
            objects.putAll(Files.isDirectory(path) ? kustomized(path) : parse(Files.readString(path)));
        }
        return objects;
    }

    static JsonNode get(Map<String, JsonNode> objects, String key) {
        JsonNode object = objects.get(key);
        if (object == null) {
            throw new AssertionError(key + " is not among " + objects.keySet());
        }
        return object;
    }

    private static String key(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return "%s %s/%s"
                .formatted(
                        object.path("kind").asText(),
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText());
    }
}
