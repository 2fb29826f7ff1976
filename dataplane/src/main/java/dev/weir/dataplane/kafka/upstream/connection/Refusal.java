package dev.weir.dataplane.kafka.upstream.connection;

import dev.weir.dataplane.kafka.upstream.security.Causes;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * Says why a connection did not come about, and what to do, in the words of the document. Brokers and Java tell nothing
 * of a password or key in what this is made of.
 */
final class Refusal {
    private static final String LISTENER =
            "see whether the listener at this port speaks what the upstream's tls and sasl say";

    private Refusal() {}

    /** The other side ended it before there was an answer, as most do that were spoken to in another protocol. */
    static String closedEarly() {
        return "the broker closed the connection before it answered; " + LISTENER;
    }

    static String of(AuthenticationException failure) {
        return failure instanceof SslAuthenticationException ? tls(failure) : sasl(failure);
    }

    private static String tls(AuthenticationException failure) {
        String message = Causes.innermostMessage(failure);
        if (Causes.has(failure, CertificateExpiredException.class)
                || Causes.has(failure, CertificateNotYetValidException.class)) {
            return "the broker's certificate is not valid today (" + message
                    + "); renew it at the broker, or set the clock here";
        }
        if (Causes.has(failure, CertPathBuilderException.class)
                || Causes.has(failure, CertPathValidatorException.class)) {
            return "nobody trusted vouches for the broker's certificate (" + message
                    + "); put the authority that signed it into tls.caSecretRef";
        }
        if (Causes.has(failure, CertificateException.class)) {
            return "the broker's certificate is for another host name (" + message
                    + "); reach it by a name in its certificate, or set tls.hostnameVerification to false";
        }
        if (message.contains("unrecognized SSL message") || message.contains("Unrecognized")) {
            return "the broker does not speak TLS (" + message + "); " + LISTENER;
        }
        if (Causes.has(failure, SSLHandshakeException.class) && message.contains("fatal alert")) {
            return "the broker ended the TLS handshake (" + message
                    + "); see whether it trusts the certificate in tls.clientCertificateSecretRef, or asks for one";
        }
        return "the TLS handshake failed (" + message + "); " + LISTENER;
    }

    private static String sasl(AuthenticationException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnsupportedSaslMechanismException) {
            return message + "; set sasl.mechanism to one that the listener has";
        }
        return "the broker refused the login (" + message + "); check what is in the secret of sasl.secretRef";
    }
}
