package dev.weir.api.document;

import dev.weir.api.HttpCacheSpec;
import dev.weir.api.schema.Description;

/** A {@code HttpCache} without its status. */
@Description("A HttpCache.")
public record HttpCacheDocument(
        @Description("What it is called.") Metadata metadata,
        @Description("What it asks for.") HttpCacheSpec spec) implements Document {
    public static final String KIND = "HttpCache";

    @Override
    public String kind() {
        return KIND;
    }
}
