package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** Names a Secret beside the resource; standalone, a folder of files. */
@Description("A Secret in the namespace of this resource.")
public record SecretReference(
        @Description("The name of the Secret.") @Format(Syntax.DNS_NAME)
        String name) {}
