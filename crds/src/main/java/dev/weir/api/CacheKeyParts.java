package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** What tells the responses of a route apart, besides what they themselves say in Vary. */
@Description("What tells responses apart, besides scheme, host, path, and what Vary says.")
public record CacheKeyParts(
        @Description("Which parameters of the query do; all when absent.") @Default("{}")
        QueryKey query,

        @Description("Header fields of the request that do.") @Size(max = 16) @Distinct
        List<@Format(Syntax.FIELD_NAME) String> headers,

        @Description("Cookies of the request that do.") @Size(max = 16) @Distinct
        List<@Format(Syntax.FIELD_NAME) String> cookies) {
    public static final CacheKeyParts DEFAULT = new CacheKeyParts(QueryKey.WHOLE, List.of(), List.of());

    public CacheKeyParts {
        query = query == null ? QueryKey.WHOLE : query;
        headers = Copies.of(headers);
        cookies = Copies.of(cookies);
    }
}
