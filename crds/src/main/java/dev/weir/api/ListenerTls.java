package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import org.jspecify.annotations.Nullable;

/** How the connections of a listener are encrypted. */
@Description("Encrypts connections. The files are read anew when they change.")
public record ListenerTls(
        @Description(
                "A Secret with tls.crt and tls.key, in PEM: the listener's certificate, with those that lead to its "
                        + "authority, and its key.")
        SecretReference certificateSecretRef,

        @Description("Whether clients must show a certificate.") @Default("none")
        ClientAuthentication clientAuthentication,

        @Description("The authorities that clients' certificates are checked against; "
                + "ca.crt of the certificate's own Secret when absent.")
        @Nullable
        CaReference clientCaSecretRef) {

    public ListenerTls {
        clientAuthentication = clientAuthentication == null ? ClientAuthentication.NONE : clientAuthentication;
    }
}
