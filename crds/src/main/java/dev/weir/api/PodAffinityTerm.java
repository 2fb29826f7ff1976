package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The neighbourhood of some pods. */
@Description("The neighbourhood of some pods.")
public record PodAffinityTerm(
        @Description("The pods; none when absent.") @Nullable
        LabelSelector labelSelector,

        @Description("Nodes with the same value of this label are neighbours.") @Format(Syntax.QUALIFIED_NAME)
        String topologyKey,

        @Description("The namespaces of the pods; that of this resource when there are none.") @Size(max = 16)
        List<@Format(Syntax.DNS_LABEL) String> namespaces,

        @Description("The namespaces of the pods by their labels.") @Nullable
        LabelSelector namespaceSelector) {

    public PodAffinityTerm {
        namespaces = Copies.of(namespaces);
    }
}
