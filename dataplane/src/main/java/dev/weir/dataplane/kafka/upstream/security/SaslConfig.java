package dev.weir.dataplane.kafka.upstream.security;

import dev.weir.api.Problem;
import dev.weir.api.UpstreamSasl;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** How to log in, from the secret that is named. */
record SaslConfig(SecretTexts secrets, String path, Map<String, Object> values, Consumer<Problem> problems) {

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
        values.put(SaslConfigs.SASL_JAAS_CONFIG, OAuthBearerLoginModule.class.getName() + " required;");
        values.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, OAuthBearerLoginCallbackHandler.class.getName());
        var token = secrets.file(secret, "token");
        if (token.isPresent()) {
            // the login reads it again by itself before the token expires
            endpoint(token.get().file().toUri().toString());
        } else if (secrets.has(secret, "tokenEndpoint")) {
            clientCredentials(secret);
        } else {
            problems.accept(Problem.at(
                    path,
                    "secret " + secret + " has neither a key token nor a key tokenEndpoint",
                    "give it a token, or a tokenEndpoint with clientId and clientSecret"));
        }
    }

    private void clientCredentials(String secret) {
        secrets.read(secret, "tokenEndpoint", path).ifPresent(this::endpoint);
        secrets.read(secret, "clientId", path)
                .ifPresent(id -> values.put(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, id));
        secrets.read(secret, "clientSecret", path)
                .ifPresent(key -> values.put(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET, key));
        if (secrets.has(secret, "scope")) {
            secrets.read(secret, "scope", path)
                    .ifPresent(scope -> values.put(SaslConfigs.SASL_OAUTHBEARER_SCOPE, scope));
        }
    }

    private void endpoint(String url) {
        values.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, url);
        TokenEndpoints.allow(url);
    }
}
