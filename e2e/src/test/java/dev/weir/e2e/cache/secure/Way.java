package dev.weir.e2e.cache.secure;

import dev.weir.e2e.cache.site.DataPlane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How one gets into a {@link SecureBroker}. */
enum Way {
    TLS(SecureBroker.TLS, "", "", "nobody trusted vouches for the broker's certificate"),
    MUTUAL_TLS(SecureBroker.MUTUAL_TLS, "", "", "the broker ended the TLS handshake"),
    PLAIN(SecureBroker.SASL, "PLAIN", "plain.PlainLoginModule", "the broker refused the login"),
    SCRAM_SHA_256(SecureBroker.SASL, "SCRAM-SHA-256", "scram.ScramLoginModule", "the broker refused the login"),
    SCRAM_SHA_512(SecureBroker.SASL, "SCRAM-SHA-512", "scram.ScramLoginModule", "the broker refused the login"),
    TOKEN(SecureBroker.SASL, "OAUTHBEARER", "oauthbearer.OAuthBearerLoginModule", "the broker refused the login"),
    TOKEN_ENDPOINT(SecureBroker.SASL, "OAUTHBEARER", "oauthbearer.OAuthBearerLoginModule", "invalid_client");

    /** Whatever is not to be found in logs or in the status. */
    static final String WRONG = "wrong-secret-7f3a";

    private final String listener;
    private final String mechanism;
    private final String module;
    private final String refusal;

    Way(String listener, String mechanism, String module, String refusal) {
        this.listener = listener;
        this.mechanism = mechanism;
        this.module = module;
        this.refusal = refusal;
    }

    String listener() {
        return listener;
    }

    /** What is said of it with {@link #wrongSecrets}. */
    String refusal() {
        return refusal;
    }

    boolean takesTokens() {
        return this == TOKEN || this == TOKEN_ENDPOINT;
    }

    /** For a Java client, which shows that the broker is set up as this says. Not where there are tokens. */
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
            upstream.put("sasl", sasl());
        }
        return upstream;
    }

    /** The login alone. */
    Map<String, Object> sasl() {
        return Map.of("mechanism", mechanism, "secretRef", Map.of("name", "kafka-user"));
    }

    /** Gives the cache what it needs to get in. */
    void secrets(DataPlane cache, Certificates known, Credentials credentials) {
        cache.mount("kafka-ca", Map.of("ca.crt", known.authorityPem()));
        cache.mount(
                "weir-client", Map.of("tls.crt", known.certificatePem("client"), "tls.key", known.keyPem("client")));
        cache.mount("kafka-user", login(credentials, SecureBroker.PASSWORD, TokenEndpoint.SECRET));
    }

    /** Gives the cache what it does not get in with. */
    void wrongSecrets(DataPlane cache, Certificates known, Certificates unknown, Credentials credentials) {
        secrets(cache, known, new Credentials(Tokens.create(), credentials.endpoint()));
        switch (this) {
            case TLS -> cache.mount("kafka-ca", Map.of("ca.crt", unknown.authorityPem()));
            case MUTUAL_TLS ->
                cache.mount(
                        "weir-client",
                        Map.of("tls.crt", unknown.certificatePem("client"), "tls.key", unknown.keyPem("client")));
            case TOKEN -> {}
            default -> cache.mount("kafka-user", login(credentials, WRONG, WRONG));
        }
    }

    /**
     * Whom tokens are from.
     *
     * @param endpoint where they are given away
     */
    record Credentials(Tokens tokens, String endpoint) {}

    private Map<String, byte[]> login(Credentials from, String password, String clientSecret) {
        return switch (this) {
            case TOKEN -> Map.of("token", bytes(from.tokens().issue(SecureBroker.USER, Duration.ofHours(1))));
            case TOKEN_ENDPOINT ->
                Map.of(
                        "tokenEndpoint", bytes(from.endpoint()),
                        "clientId", bytes(TokenEndpoint.CLIENT),
                        "clientSecret", bytes(clientSecret),
                        "scope", bytes("kafka"));
            default -> Map.of("username", bytes(SecureBroker.USER), "password", bytes(password));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String login() {
        return "username=\"" + SecureBroker.USER + "\" password=" + SecureBroker.quoted(SecureBroker.PASSWORD) + ";";
    }
}
