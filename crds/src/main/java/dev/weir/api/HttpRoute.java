package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** Sends the requests that meet any of its conditions, or all requests when it has none, to one origin. */
@Description("Takes the requests that meet any of its conditions.")
public record HttpRoute(
        @Description("What metrics and logs call this route.") @Format(Syntax.DNS_LABEL)
        String name,

        @Description("The conditions; a request that meets any of them takes this route. "
                + "A route without conditions takes every request.")
        @Size(max = 64)
        List<HttpCondition> when,

        @Description("Where the responses come from.") Origin origin,

        @Description("How they are cached.") @Default("{}") RouteCache cache) {

    public HttpRoute {
        when = Copies.of(when);
        cache = cache == null ? RouteCache.DEFAULT : cache;
    }
}
