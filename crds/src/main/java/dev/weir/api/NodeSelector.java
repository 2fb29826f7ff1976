package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Size;
import java.util.List;

/** Nodes, chosen in one of several ways. */
@Description("Nodes that one of several terms fits.")
public record NodeSelector(
        @Description("One of them must fit.") @Size(min = 1, max = 16)
        List<NodeTerm> nodeSelectorTerms) {

    public NodeSelector {
        nodeSelectorTerms = Copies.of(nodeSelectorTerms);
    }
}
