package dev.weir.e2e.cache.secure;

import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.kafka.ClusterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * How a broker is set up that has, beside its plain listener, one for TLS, one for mutual TLS, one for SASL, one for
 * SASL that must be done again and again, and two with certificates that are no good.
 */
final class SecureBroker {
    static final String TLS = "TLS";
    static final String MUTUAL_TLS = "MTLS";
    static final String SASL = "SASL";
    static final String REPEATED = "REPEATED";
    static final String EXPIRED = "EXPIRED";
    static final String ELSEWHERE = "ELSEWHERE";
    static final String USER = "weir";

    /** Quotes and backslashes must survive wherever it is put. */
    static final String PASSWORD = "pass \\ \"word\"";

    /** How long a login at {@link #REPEATED} is good for. */
    static final int SESSION_MILLIS = 3_000;

    private static final String MODULES = "org.apache.kafka.common.security.";
    private static final int ITERATIONS = 4096;

    private SecureBroker() {}

    static ClusterSettings settings(Certificates certificates, Path keySet) {
        return logins(Site.quick(1), SASL)
                .listener(TLS, SecurityProtocol.SSL)
                .listener(MUTUAL_TLS, SecurityProtocol.SSL)
                .listener(SASL, SecurityProtocol.SASL_SSL)
                .listener(EXPIRED, SecurityProtocol.SSL)
                .listener(ELSEWHERE, SecurityProtocol.SSL)
                .property("ssl.keystore.type", "PKCS12")
                .property("ssl.keystore.location", store(certificates, "broker"))
                .property("ssl.keystore.password", Certificates.PASSWORD)
                .property("ssl.truststore.type", "PKCS12")
                .property("ssl.truststore.location", certificates.trustStore().toString())
                .property("ssl.truststore.password", Certificates.PASSWORD)
                .property("listener.name.mtls.ssl.client.auth", "required")
                .property("listener.name.expired.ssl.keystore.location", store(certificates, "expired"))
                .property("listener.name.elsewhere.ssl.keystore.location", store(certificates, "elsewhere"))
                .property("sasl.oauthbearer.jwks.endpoint.url", keySet.toUri().toString())
                .property("sasl.oauthbearer.expected.audience", Tokens.AUDIENCE)
                .property("sasl.oauthbearer.expected.issuer", Tokens.ISSUER)
                .jvmOption("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keySet.toUri());
    }

    /** With a listener where a login is good for {@link #SESSION_MILLIS} only (KIP-368). */
    static ClusterSettings repeating(Path keySet) {
        return logins(Site.quick(1), REPEATED)
                .listener(REPEATED, SecurityProtocol.SASL_PLAINTEXT)
                .property("listener.name.repeated.connections.max.reauth.ms", Integer.toString(SESSION_MILLIS))
                .property("sasl.oauthbearer.jwks.endpoint.url", keySet.toUri().toString())
                .property("sasl.oauthbearer.expected.audience", Tokens.AUDIENCE)
                .property("sasl.oauthbearer.expected.issuer", Tokens.ISSUER)
                .jvmOption("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keySet.toUri());
    }

    private static ClusterSettings logins(ClusterSettings broker, String listener) {
        String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
        return broker.property(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER")
                .property(prefix + "plain.sasl.jaas.config", plain())
                .property(prefix + "scram-sha-256.sasl.jaas.config", scram())
                .property(prefix + "scram-sha-512.sasl.jaas.config", scram())
                .property(prefix + "oauthbearer.sasl.jaas.config", oauth())
                .property(
                        prefix + "oauthbearer.sasl.server.callback.handler.class",
                        MODULES + "oauthbearer.OAuthBearerValidatorCallbackHandler");
    }

    private static String store(Certificates certificates, String name) {
        return certificates.keyStore(name).toString();
    }

    /** One request for each: a user cannot be altered twice in the same. */
    static void setScramPassword(Admin admin, String password) {
        for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
            var credential = new ScramCredentialInfo(mechanism, ITERATIONS);
            Outcome.of(admin.alterUserScramCredentials(
                            List.of(new UserScramCredentialUpsertion(USER, credential, password)))
                    .all());
        }
    }

    private static String plain() {
        return MODULES + "plain.PlainLoginModule required user_" + USER + "=" + quoted(PASSWORD) + ";";
    }

    private static String scram() {
        return MODULES + "scram.ScramLoginModule required;";
    }

    private static String oauth() {
        return MODULES + "oauthbearer.OAuthBearerLoginModule required;";
    }

    /** As JAAS configurations quote. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
