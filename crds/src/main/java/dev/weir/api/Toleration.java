package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** A taint that does not keep pods from a node. */
@Description("A taint that does not keep pods from a node.")
public record Toleration(
        @Description("The key of the taint; any when absent, together with the operator Exists.")
        @Nullable
        @Format(Syntax.QUALIFIED_NAME)
        String key,

        @Description("Whether the value must be equal, or the key just be there.") @Default("Equal")
        TolerationOperator operator,

        @Description("The value of the taint, for the operator Equal.") @Nullable @Format(Syntax.LABEL_VALUE)
        String value,

        @Description("What the taint does; anything when absent.") @Nullable
        TaintEffect effect,

        @Description("For how long a taint that evicts pods is tolerated; for ever when absent.")
        @Nullable
        @Range(min = 0, max = Integer.MAX_VALUE)
        Long tolerationSeconds) {

    public Toleration {
        operator = operator == null ? TolerationOperator.EQUAL : operator;
    }
}
