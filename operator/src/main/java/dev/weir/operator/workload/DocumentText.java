package dev.weir.operator.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.DocumentChecksum;
import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.SourceFile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The document of a resource as its pods read it: what the user applied, without what the API server added to it. */
public record DocumentText(String text) {
    /** The file that pods find it in. */
    public static final String FILE = "document.yaml";

    private static final ObjectMapper JSON = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_EMPTY, Include.ALWAYS));
    private static final int WIDTH = 120;

    /**
     * The document that a resource is.
     *
     * @param spec the spec of the resource, as its record
     */
    public static DocumentText of(HasMetadata resource, @Nullable Record spec) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", resource.getMetadata().getName());
        metadata.put("namespace", resource.getMetadata().getNamespace());
        var document = new LinkedHashMap<String, Object>();
        document.put("apiVersion", resource.getApiVersion());
        document.put("kind", resource.getKind());
        document.put("metadata", metadata);
        if (spec != null) {
            document.put("spec", JSON.convertValue(spec, Map.class));
        }
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setWidth(WIDTH);
        return new DocumentText(new Yaml(options).dump(document));
    }

    /** What pods will tell when they run exactly this. */
    public String checksum() {
        return DocumentChecksum.of(Map.of(FILE, text));
    }

    /** What pods would refuse it for. */
    public List<Problem> problems() {
        return DocumentReader.read(List.of(new SourceFile("", text))).problems().stream()
                .map(problem -> problem.in("", ""))
                .toList();
    }
}
