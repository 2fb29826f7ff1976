package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** How connections to an origin are encrypted. */
@Description("How the connections to servers of https are encrypted, where it is not as usual.")
public record OriginTls(
        @Description("The authorities that the servers' certificates are checked against; those that Java knows when"
                + " absent.")
        @Nullable
        CaReference caSecretRef,

        @Description("A Secret with tls.crt and tls.key, in PEM, that is shown to servers which ask for a certificate.")
        @Nullable
        SecretReference clientCertificateSecretRef,

        @Description(
                "The name that is asked for and that the certificate must be for; the host of the URL when absent.")
        @Nullable
        @Format(Syntax.DNS_NAME)
        String serverName) {}
