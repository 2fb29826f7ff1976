package dev.weir.api;

import dev.weir.api.schema.Description;

/** Who may purge. */
@Description("Who may purge.")
public record PurgeAccess(
        @Description("The token that POST /purge on the management port must show.")
        TokenReference tokenSecretRef) {}
