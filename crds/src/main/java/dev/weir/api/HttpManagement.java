package dev.weir.api;

import dev.weir.api.schema.Description;
import org.jspecify.annotations.Nullable;

/** What the management port of an {@link HttpCache} lets be done. */
@Description("What the management port lets be done.")
public record HttpManagement(
        @Description("Who may purge; nobody when absent.") @Nullable
        PurgeAccess purge) {
    public static final HttpManagement NONE = new HttpManagement(null);
}
