package dev.weir.api.document;

import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.schema.Description;

/** A {@code KafkaCacheBinding} without its status. */
@Description("A KafkaCacheBinding.")
public record KafkaCacheBindingDocument(
        @Description("What it is called.") Metadata metadata,
        @Description("What it asks for.") KafkaCacheBindingSpec spec)
        implements Document {
    public static final String KIND = "KafkaCacheBinding";

    @Override
    public String kind() {
        return KIND;
    }
}
