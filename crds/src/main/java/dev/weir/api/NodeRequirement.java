package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** What a label or a field of a node must be. */
@Description("What a label or a field of a node must be.")
public record NodeRequirement(
        @Description("The name of the label or the field.") @Format(Syntax.QUALIFIED_NAME)
        String key,

        @Description("How it is held against the values.") NodeOperator operator,

        @Description("The values: none for Exists and DoesNotExist, one for Gt and Lt.") @Size(max = 64)
        List<@Size(max = 253) String> values) {

    public NodeRequirement {
        values = Copies.of(values);
    }
}
