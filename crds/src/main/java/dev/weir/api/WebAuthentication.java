package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Rule;
import org.jspecify.annotations.Nullable;

/** Who may come to the listener for web clients, and for what. */
@Description("Who may come, and for what.")
@Rule(
        value = "(self.type == 'bearer') == has(self.bearer)",
        message = "bearer says whose tokens are taken where type is bearer, and is left out elsewhere")
@Rule(
        value = "!has(self.mtls) || self.type == 'mtls'",
        message = "mtls says what certificates are good for where type is mtls, and is left out elsewhere")
@Rule(value = "!has(self.scopes) || self.type != 'none'", message = "scopes are asked of nobody where type is none")
public record WebAuthentication(
        @Description("How clients show who they are: not at all; by a bearer token, a JWT, with each request; or by the"
                + " certificate of their connection, which listeners.web.tls must require.")
        @Default("none")
        WebAuthenticationType type,

        @Description("Whose tokens are taken.") @Nullable BearerAuthentication bearer,

        @Description("What certificates are good for.") @Nullable
        CertificateAuthentication mtls,

        @Description("The scopes that clients need for topics of which no route says others.") @Nullable
        TopicScopes scopes) {
    static final WebAuthentication NONE = new WebAuthentication(WebAuthenticationType.NONE, null, null, null);

    public WebAuthentication {
        type = type == null ? WebAuthenticationType.NONE : type;
    }
}
