package dev.weir.dataplane.kafka.upstream.security;

import dev.weir.api.Problem;
import dev.weir.api.UpstreamSasl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** How to log in, from the secret that is named. */
record SaslConfig(SecretTexts secrets, String path, Map<String, Object> values, Consumer<Problem> problems) {

    private static final String OAUTH = OAuthBearerLoginModule.class.getName() + " required";
    private static final int LOGIN_STEP_MILLIS_MAX = 5_000;
    private static final long LOGIN_RETRY_MILLIS_MAX = 1_000;

    void add(UpstreamSasl sasl) {
        String secret = sasl.secretRef().name();
        switch (sasl.mechanism()) {
            case PLAIN -> password("PLAIN", PlainLoginModule.class, secret);
            case SCRAM_SHA_256 -> password("SCRAM-SHA-256", ScramLoginModule.class, secret);
            case SCRAM_SHA_512 -> password("SCRAM-SHA-512", ScramLoginModule.class, secret);
            case OAUTHBEARER -> oauth(secret);
        }
    }

    private void password(String mechanism, Class<?> module, String secret) {
        values.put(SaslConfigs.SASL_MECHANISM, mechanism);
        Optional<String> username = secrets.read(secret, "username", path);
        Optional<String> password = secrets.read(secret, "password", path);
        if (username.isPresent() && password.isPresent()) {
            values.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    module.getName() + " required username=" + quoted(username.get()) + " password="
                            + quoted(password.get()) + ";");
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void oauth(String secret) {
        values.put(SaslConfigs.SASL_MECHANISM, OAuthBearerLoginModule.OAUTHBEARER_MECHANISM);
        values.put(SaslConfigs.SASL_JAAS_CONFIG, OAUTH + ";");
        values.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, OAuthBearerLoginCallbackHandler.class.getName());
        // the other one can also check signatures, which is for brokers, and needs a library for it that is not here
        values.put(SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS, ClientJwtValidator.class.getName());
        var token = secrets.file(secret, "token");
        if (token.isPresent()) {
            endpoint(token.get().file().toUri().toString());
            secrets.read(secret, "token", path).ifPresent(this::renewWith);
        } else if (secrets.has(secret, "tokenEndpoint")) {
            clientCredentials(secret);
        } else {
            problems.accept(Problem.at(
                    path,
                    "secret " + secret + " has neither a key token nor a key tokenEndpoint",
                    "give it a token, or a tokenEndpoint with clientId and clientSecret"));
        }
    }

    /**
     * The login reads the file again by itself, but not before the token is about to expire, and logins with the same
     * settings are shared. A setting that stands for the token, and means nothing, lets a new one be used at once.
     */
    private void renewWith(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            String version = HexFormat.of().formatHex(digest);
            values.put(SaslConfigs.SASL_JAAS_CONFIG, OAUTH + " tokenVersion=" + quoted(version) + ";");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void clientCredentials(String secret) {
        secrets.read(secret, "tokenEndpoint", path).ifPresent(this::httpEndpoint);
        // a refused login is tried again by us, with back-off; until then it blocks others
        values.putIfAbsent(SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS, LOGIN_STEP_MILLIS_MAX);
        values.putIfAbsent(SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS, LOGIN_STEP_MILLIS_MAX);
        values.putIfAbsent(SaslConfigs.SASL_LOGIN_RETRY_BACKOFF_MAX_MS, LOGIN_RETRY_MILLIS_MAX);
        secrets.read(secret, "clientId", path)
                .ifPresent(id -> values.put(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, id));
        secrets.read(secret, "clientSecret", path)
                .ifPresent(key -> values.put(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET, key));
        if (secrets.has(secret, "scope")) {
            secrets.read(secret, "scope", path)
                    .ifPresent(scope -> values.put(SaslConfigs.SASL_OAUTHBEARER_SCOPE, scope));
        }
    }

    private void httpEndpoint(String url) {
        if (url.matches("https?://[^/\\s]+\\S*")) {
            endpoint(url);
        } else {
            problems.accept(Problem.at(
                    path, "tokenEndpoint is no URL that begins with https:// or http://", "give it the whole URL"));
        }
    }

    private void endpoint(String url) {
        values.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, url);
        TokenEndpoints.allow(url);
    }
}
