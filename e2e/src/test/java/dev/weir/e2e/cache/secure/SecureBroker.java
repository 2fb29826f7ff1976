package dev.weir.e2e.cache.secure;

import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.kafka.ClusterSettings;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** How a broker is set up that has, beside its plain listener, one for TLS, one for mutual TLS, and one for SASL. */
final class SecureBroker {
    static final String TLS = "TLS";
    static final String MUTUAL_TLS = "MTLS";
    static final String SASL = "SASL";
    static final String USER = "weir";

    /** Quotes and backslashes must survive wherever it is put. */
    static final String PASSWORD = "pass \\ \"word\"";

    private static final String MODULES = "org.apache.kafka.common.security.";
    private static final int ITERATIONS = 4096;

    private SecureBroker() {}

    static ClusterSettings settings(Certificates certificates) {
        return Site.quick(1)
                .listener(TLS, SecurityProtocol.SSL)
                .listener(MUTUAL_TLS, SecurityProtocol.SSL)
                .listener(SASL, SecurityProtocol.SASL_SSL)
                .property("ssl.keystore.type", "PKCS12")
                .property(
                        "ssl.keystore.location", certificates.keyStore("broker").toString())
                .property("ssl.keystore.password", Certificates.PASSWORD)
                .property("ssl.truststore.type", "PKCS12")
                .property("ssl.truststore.location", certificates.trustStore().toString())
                .property("ssl.truststore.password", Certificates.PASSWORD)
                .property("listener.name.mtls.ssl.client.auth", "required")
                .property("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512")
                .property("listener.name.sasl.plain.sasl.jaas.config", plain())
                .property("listener.name.sasl.scram-sha-256.sasl.jaas.config", scram())
                .property("listener.name.sasl.scram-sha-512.sasl.jaas.config", scram());
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

    /** As JAAS configurations quote. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
