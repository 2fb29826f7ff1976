package dev.weir.dataplane.kafka.upstream.security;

import dev.weir.api.Problem;
import dev.weir.api.Upstream;
import dev.weir.api.UpstreamSasl;
import dev.weir.api.UpstreamTls;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.net.tls.PrivateKeyPem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Reads the settings of one upstream. */
public final class ClientConfigReader {
    private static final ConfigDef KNOWN = ConsumerConfig.configDef();
    private static final String PEM = "PEM";

    private final SecretTexts secrets;
    private final String path;
    private final Map<String, Object> values = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ClientConfigReader(Secrets secrets, String path) {
        this.secrets = new SecretTexts(secrets, problems::add);
        this.path = path;
    }

    /**
     * Reads them, with everything that is wrong.
     *
     * @param path of the upstream in the document
     */
    public static ClientConfig read(Upstream upstream, String path, Secrets secrets) {
        var reader = new ClientConfigReader(secrets, path);
        reader.client(upstream.client());
        reader.protocol(upstream);
        if (upstream.tls() != null) {
            reader.tls(upstream.tls());
        }
        if (upstream.sasl() != null) {
            reader.sasl(upstream.sasl());
        }
        return reader.problems.isEmpty()
                ? new ClientConfig.Read(reader.values)
                : new ClientConfig.Refused(reader.problems);
    }

    private void client(Map<String, String> settings) {
        settings.forEach((name, text) -> {
            // the document holds no other names than Kafka knows
            ConfigDef.ConfigKey key = Objects.requireNonNull(KNOWN.configKeys().get(name), name);
            try {
                Object value = ConfigDef.parseType(name, text, key.type());
                if (key.validator != null) {
                    key.validator.ensureValid(name, value);
                }
                values.put(name, value);
            } catch (ConfigException e) {
                problems.add(Problem.at(
                        path + ".client", String.valueOf(e.getMessage()), "see Kafka's documentation of " + name));
            }
        });
    }

    private void protocol(Upstream upstream) {
        boolean tls = upstream.tls() != null;
        SecurityProtocol protocol = upstream.sasl() == null
                ? tls ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT
                : tls ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT;
        values.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name);
    }

    private void tls(UpstreamTls tls) {
        if (!tls.hostnameVerification()) {
            values.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
        }
        if (tls.caSecretRef() != null) {
            String at = path + ".tls.caSecretRef";
            secrets.read(tls.caSecretRef().name(), tls.caSecretRef().key(), at).ifPresent(certificates -> {
                values.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
                values.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, certificates);
            });
        }
        if (tls.clientCertificateSecretRef() != null) {
            String at = path + ".tls.clientCertificateSecretRef";
            String name = tls.clientCertificateSecretRef().name();
            values.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
            secrets.read(name, "tls.crt", at)
                    .ifPresent(chain -> values.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, chain));
            secrets.read(name, "tls.key", at).ifPresent(key -> privateKey(key, at));
        }
    }

    private void privateKey(String pem, String at) {
        try {
            values.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, PrivateKeyPem.asPkcs8(pem));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.at(
                    at, "tls.key cannot be used: " + e.getMessage(), "make it a private key in PEM, not encrypted"));
        }
    }

    private void sasl(UpstreamSasl sasl) {
        new SaslConfig(secrets, path + ".sasl.secretRef", values, problems::add).add(sasl);
    }
}
