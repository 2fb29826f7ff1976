package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** How the paths of requests are changed for the origin. */
@Description("Puts another path in the place of the one that requests begin with.")
public record OriginRewrite(
        @Description("What the path of a request begins with, in whole segments.") @Format(Syntax.PATH_PREFIX)
        String prefix,

        @Description("What it begins with for the origin.") @Default("/") @Format(Syntax.PATH_PREFIX)
        String to) {
    public OriginRewrite {
        to = to == null ? "/" : to;
    }
}
