package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** What a label must be. */
@Description("What a label must be.")
public record LabelRequirement(
        @Description("The name of the label.") @Format(Syntax.QUALIFIED_NAME)
        String key,

        @Description("How it is held against the values.") LabelOperator operator,

        @Description("The values: none for Exists and DoesNotExist.") @Size(max = 64)
        List<@Format(Syntax.LABEL_VALUE) String> values) {

    public LabelRequirement {
        values = Copies.of(values);
    }
}
