package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** How evenly the pods of a resource are spread over the domains of one topology. */
@Description("How evenly the pods of this resource are spread over domains, such as zones.")
public record TopologySpread(
        @Description("By how many pods two domains may differ.") @Default("1") @Range(min = 1, max = 1000)
        int maxSkew,

        @Description("The label of nodes whose values are the domains.") @Format(Syntax.QUALIFIED_NAME)
        String topologyKey,

        @Description("What becomes of a pod for which there is no such node.") @Default("ScheduleAnyway")
        WhenUnsatisfiable whenUnsatisfiable,

        @Description("How many domains there must be, for DoNotSchedule.") @Nullable @Range(min = 1, max = 1000)
        Integer minDomains) {

    public TopologySpread {
        whenUnsatisfiable = whenUnsatisfiable == null ? WhenUnsatisfiable.SCHEDULE_ANYWAY : whenUnsatisfiable;
    }
}
