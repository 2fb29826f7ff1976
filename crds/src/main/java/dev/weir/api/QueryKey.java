package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** Which parameters of the query tell responses apart. */
@Description("Which parameters of the query tell responses apart. Those that do not are still passed on.")
@Rule(
        value = "!(has(self.include) && size(self.include) > 0 && has(self.exclude) && size(self.exclude) > 0)",
        message = "say include or exclude, not both")
public record QueryKey(
        @Description("Only these do: names or globs; all when empty.") @Size(max = 64) @Distinct
        List<@Format(Syntax.PARAMETER_GLOB) String> include,

        @Description("All but these do: names or globs.") @Size(max = 64) @Distinct
        List<@Format(Syntax.PARAMETER_GLOB) String> exclude,

        @Description("Whether their order makes no difference.") @Default("false")
        boolean sort) {
    public static final QueryKey WHOLE = new QueryKey(List.of(), List.of(), false);

    public QueryKey {
        include = Copies.of(include);
        exclude = Copies.of(exclude);
    }
}
