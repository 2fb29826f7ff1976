package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** Names a JSON Web Key Set in a Secret beside the resource. */
@Description("A key of a Secret in the namespace of this resource.")
public record KeySetReference(
        @Description("The name of the Secret.") @Format(Syntax.DNS_NAME)
        String name,

        @Description("The key whose value is the JSON Web Key Set.")
        @Default(KeySetReference.DEFAULT_KEY)
        @Format(Syntax.SECRET_KEY)
        String key) {
    public static final String DEFAULT_KEY = "jwks.json";

    public KeySetReference {
        key = key == null ? DEFAULT_KEY : key;
    }
}
