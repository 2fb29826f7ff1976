package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import org.jspecify.annotations.Nullable;

/** How connections to an upstream are encrypted. */
@Description("Encrypts the connections to the brokers. '{}' is enough where a public authority has signed their"
        + " certificates.")
public record UpstreamTls(
        @Description("The authorities that the brokers' certificates are checked against; "
                + "those that Java knows when absent.")
        @Nullable
        CaReference caSecretRef,

        @Description("A Secret with tls.crt and tls.key, in PEM, that is shown to brokers which ask for a certificate.")
        @Nullable
        SecretReference clientCertificateSecretRef,

        @Description("Whether a broker's certificate must be for the host name it was reached by.") @Default("true")
        boolean hostnameVerification) {}
