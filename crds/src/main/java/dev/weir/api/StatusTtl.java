package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Syntax;

/** For how long responses with one status are kept. */
@Description("For how long responses with one status are fresh whose origin does not say.")
public record StatusTtl(
        @Description("The status, such as 404.") @Range(min = 200, max = 599)
        int status,

        @Description("For how long.") @Format(Syntax.DURATION)
        String ttl) {}
