package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** Bounds on what is kept of a topic. */
@Description("Keeps less of a topic than upstream does. What upstream deletes is always deleted here too.")
@Rule(
        value = "has(self.time) || has(self.bytes)",
        message = "retention must say time or bytes; to keep all that upstream keeps leave it out")
public record Retention(
        @Description("Records older than this may be deleted, such as 24h or 7d.") @Nullable @Format(Syntax.DURATION)
        String time,

        @Description("Of each partition, the oldest records beyond this size may be deleted, such as 10Gi.")
        @Nullable
        @Format(Syntax.QUANTITY)
        String bytes) {}
