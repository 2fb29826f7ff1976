package dev.weir.operator.workload;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Secret that a document names.
 *
 * @param path the field that does
 * @param key the one that must be in it, or null where several may be
 */
public record NamedSecret(
        String path, String name, @Nullable String key) {
    private static final ObjectMapper JSON = new ObjectMapper().setDefaultPropertyInclusion(Include.NON_EMPTY);

    /** All that a spec names, wherever: they are known by how their fields are called, so that none is forgotten. */
    public static List<NamedSecret> in(Record spec) {
        var found = new ArrayList<NamedSecret>();
        collect("spec", "", JSON.valueToTree(spec), found);
        return List.copyOf(found);
    }

    private static void collect(String path, String field, JsonNode node, List<NamedSecret> found) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", "", node.get(i), found);
            }
        } else if (node.isObject() && (field.equals("secretRef") || field.endsWith("SecretRef"))) {
            found.add(new NamedSecret(
                    path, node.path("name").asText(), node.path("key").textValue()));
        } else {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                collect(path + "." + entry.getKey(), entry.getKey(), entry.getValue(), found);
            }
        }
    }
}
