package dev.weir.e2e.cache.secure;

import java.util.HashMap;
import java.util.Map;

/** How one gets into a {@link SecureBroker}. */
enum Way {
    TLS(SecureBroker.TLS, "", ""),
    MUTUAL_TLS(SecureBroker.MUTUAL_TLS, "", ""),
    PLAIN(SecureBroker.SASL, "PLAIN", "plain.PlainLoginModule"),
    SCRAM_SHA_256(SecureBroker.SASL, "SCRAM-SHA-256", "scram.ScramLoginModule"),
    SCRAM_SHA_512(SecureBroker.SASL, "SCRAM-SHA-512", "scram.ScramLoginModule");

    private final String listener;
    private final String mechanism;
    private final String module;

    Way(String listener, String mechanism, String module) {
        this.listener = listener;
        this.mechanism = mechanism;
        this.module = module;
    }

    String listener() {
        return listener;
    }

    /** For a Java client, which shows that the broker is set up as this says. */
    Map<String, Object> clientSettings(Certificates certificates) {
        var settings = new HashMap<String, Object>();
        settings.put("security.protocol", mechanism.isEmpty() ? "SSL" : "SASL_SSL");
        settings.put("ssl.truststore.type", "PKCS12");
        settings.put("ssl.truststore.location", certificates.trustStore().toString());
        settings.put("ssl.truststore.password", Certificates.PASSWORD);
        if (this == MUTUAL_TLS) {
            settings.put("ssl.keystore.type", "PKCS12");
            settings.put(
                    "ssl.keystore.location", certificates.keyStore("client").toString());
            settings.put("ssl.keystore.password", Certificates.PASSWORD);
        }
        if (!mechanism.isEmpty()) {
            settings.put("sasl.mechanism", mechanism);
            settings.put("sasl.jaas.config", "org.apache.kafka.common.security." + module + " required " + login());
        }
        return settings;
    }

    /** For a binding's upstream. */
    Map<String, Object> upstream() {
        var upstream = new HashMap<String, Object>();
        var tls = new HashMap<String, Object>(Map.of("caSecretRef", Map.of("name", "kafka-ca")));
        if (this == MUTUAL_TLS) {
            tls.put("clientCertificateSecretRef", Map.of("name", "weir-client"));
        }
        upstream.put("tls", tls);
        if (!mechanism.isEmpty()) {
            upstream.put("sasl", Map.of("mechanism", mechanism, "secretRef", Map.of("name", "kafka-user")));
        }
        return upstream;
    }

    private static String login() {
        return "username=\"" + SecureBroker.USER + "\" password=" + SecureBroker.quoted(SecureBroker.PASSWORD) + ";";
    }
}
