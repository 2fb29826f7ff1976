package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import java.util.Map;

/** Objects that have certain labels. */
@Description("Objects that have certain labels; all when it says nothing.")
public record LabelSelector(
        @Description("Labels and their values, all of which an object must have.") @Size(max = 16)
        Map<@Size(min = 1, max = 317) String, @Format(Syntax.LABEL_VALUE) String> matchLabels,

        @Description("Requirements, all of which an object must meet.") @Size(max = 16)
        List<LabelRequirement> matchExpressions) {

    public LabelSelector {
        matchLabels = Copies.of(matchLabels);
        matchExpressions = Copies.of(matchExpressions);
    }
}
