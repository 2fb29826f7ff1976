package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** What web clients need to have been granted. */
@Description("The scopes that web clients need.")
@Rule(value = "has(self.read) || has(self.write)", message = "say read, write or both")
public record TopicScopes(
        @Description("To read.") @Nullable @Format(Syntax.SCOPE)
        String read,

        @Description("To write.") @Nullable @Format(Syntax.SCOPE)
        String write) {}
