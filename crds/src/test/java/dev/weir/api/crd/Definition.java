package dev.weir.api.crd;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Shape;
import dev.weir.api.schema.Syntax;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The CustomResourceDefinition of a resource. */
record Definition(
        Class<? extends CustomResource<?, ?>> resource,
        Class<? extends Record> spec,
        Class<? extends Record> status,
        List<Column> columns) {
    private static final String HEADER = """
        # Made from the records of dev.weir.api; make it anew with: mvn -pl crds test -Dcrds.write=true
        """;

    String yaml() {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setWidth(120);
        options.setDereferenceAliases(true);
        return HEADER + new Yaml(options).dump(definition());
    }

    private Map<String, Object> definition() {
        String plural = HasMetadata.getPlural(resource);
        String group = HasMetadata.getGroup(resource);
        var spec = new LinkedHashMap<String, Object>();
        spec.put("group", group);
        spec.put("scope", "Namespaced");
        spec.put("names", names(plural));
        spec.put("versions", List.of(version()));
        var definition = new LinkedHashMap<String, Object>();
        definition.put("apiVersion", "apiextensions.k8s.io/v1");
        definition.put("kind", "CustomResourceDefinition");
        definition.put("metadata", Map.of("name", plural + "." + group));
        definition.put("spec", spec);
        return definition;
    }

    private Map<String, Object> names(String plural) {
        var names = new LinkedHashMap<String, Object>();
        names.put("kind", HasMetadata.getKind(resource));
        names.put("listKind", HasMetadata.getKind(resource) + "List");
        names.put("plural", plural);
        names.put("singular", HasMetadata.getSingular(resource));
        names.put("shortNames", annotation(ShortNames.class).value());
        names.put("categories", annotation(Categories.class).value());
        return names;
    }

    private <A extends Annotation> A annotation(Class<A> type) {
        return Objects.requireNonNull(resource.getAnnotation(type));
    }

    private Map<String, Object> version() {
        var version = new LinkedHashMap<String, Object>();
        version.put("name", HasMetadata.getVersion(resource));
        version.put("served", true);
        version.put("storage", true);
        version.put("subresources", subresources());
        version.put(
                "additionalPrinterColumns",
                columns.stream().map(Column::definition).toList());
        version.put("schema", Map.of("openAPIV3Schema", schema()));
        return version;
    }

    private static Map<String, Object> subresources() {
        var scale = new LinkedHashMap<String, Object>();
        scale.put("specReplicasPath", ".spec.replicas");
        scale.put("statusReplicasPath", ".status.replicas");
        scale.put("labelSelectorPath", ".status.selector");
        var subresources = new LinkedHashMap<String, Object>();
        subresources.put("status", Map.of());
        subresources.put("scale", scale);
        return subresources;
    }

    private Map<String, Object> schema() {
        var properties = new LinkedHashMap<String, Object>();
        List.of("apiVersion", "kind").forEach(name -> properties.put(name, Map.of("type", "string")));
        properties.put("metadata", Map.of("type", "object"));
        properties.put("spec", Schema.of(Shape.of(spec)));
        properties.put("status", Schema.of(Shape.of(status)));
        Syntax name = Syntax.RESOURCE_NAME;
        String named = "self.metadata.name.matches(r'" + name.expression() + "') && size(self.metadata.name) <= "
                + name.lengthMax();
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", annotation(Description.class).value());
        schema.put("type", "object");
        schema.put("required", List.of("spec"));
        schema.put("x-kubernetes-validations", List.of(Schema.rule(named, "metadata.name must be " + name.meaning())));
        schema.put("properties", properties);
        return schema;
    }
}
