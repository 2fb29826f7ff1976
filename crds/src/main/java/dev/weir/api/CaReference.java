package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** Names the certificates of authorities in a Secret beside the resource. */
@Description("A key of a Secret in the namespace of this resource.")
public record CaReference(
        @Description("The name of the Secret.") @Format(Syntax.DNS_NAME)
        String name,

        @Description("The key whose value holds the certificates, in PEM.")
        @Default(CaReference.DEFAULT_KEY)
        @Format(Syntax.SECRET_KEY)
        String key) {
    public static final String DEFAULT_KEY = "ca.crt";

    public CaReference {
        key = key == null ? DEFAULT_KEY : key;
    }
}
