package dev.weir.api.document;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.OpenEnded;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document says about itself, as far as it matters here: the API server adds much more. */
@OpenEnded
@Description("What this document is called.")
public record Metadata(
        @Description("The name of the resource.") @Format(Syntax.RESOURCE_NAME)
        String name,

        @Description("The namespace it belongs to.") @Nullable @Format(Syntax.DNS_LABEL)
        String namespace,

        @Description("Labels.") @Size(max = 256) Map<String, @Size(max = 256) String> labels,

        @Description("Annotations.") @Size(max = 256)
        Map<String, @Size(max = YamlStream.LENGTH_MAX) String> annotations) {
    public Metadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
