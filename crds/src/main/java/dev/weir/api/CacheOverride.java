package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** What is said in the origin's place. */
@Description("What is said in the place of the origin, before anything is decided.")
public record CacheOverride(
        @Description("Takes the place of Cache-Control and Expires in responses that are no errors.")
        @Format(Syntax.CACHE_CONTROL)
        String cacheControl) {}
