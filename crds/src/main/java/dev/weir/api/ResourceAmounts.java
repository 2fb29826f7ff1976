package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** Amounts of what a pod uses. */
@Description("Amounts of CPU and memory.")
public record ResourceAmounts(
        @Description("CPUs, or thousandths of one.") @Nullable @Format(value = Syntax.CPU, orWhole = true)
        String cpu,

        @Description("Memory, at least " + ResourceAmounts.LEAST_MEMORY + ".")
        @Nullable
        @Format(value = Syntax.QUANTITY, orWhole = true)
        String memory) {
    public static final String DEFAULT_CPU = "250m";
    public static final String DEFAULT_MEMORY = "1Gi";

    /** With less a pod would hardly start. */
    public static final String LEAST_MEMORY = "256Mi";
}
