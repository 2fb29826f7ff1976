package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Size;
import java.util.List;

/** Nodes that meet every one of some requirements. */
@Description("Nodes that meet every one of some requirements.")
public record NodeTerm(
        @Description("Requirements of labels of the node.") @Size(max = 16)
        List<NodeRequirement> matchExpressions,

        @Description("Requirements of fields of the node, such as metadata.name.") @Size(max = 16)
        List<NodeRequirement> matchFields) {

    public NodeTerm {
        matchExpressions = Copies.of(matchExpressions);
        matchFields = Copies.of(matchFields);
    }
}
