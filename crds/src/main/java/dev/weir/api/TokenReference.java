package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** Names a token in a Secret beside the resource. */
@Description("A key of a Secret in the namespace of this resource.")
public record TokenReference(
        @Description("The name of the Secret.") @Format(Syntax.DNS_NAME)
        String name,

        @Description("The key whose value is the token.")
        @Default(TokenReference.DEFAULT_KEY)
        @Format(Syntax.SECRET_KEY)
        String key) {
    public static final String DEFAULT_KEY = "token";

    public TokenReference {
        key = key == null ? DEFAULT_KEY : key;
    }
}
