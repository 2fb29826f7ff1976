package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.RequiresProgram;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** curl comes over TLS, with a token or with a certificate, and what it needs for that changes while it comes. */
@RequiresProgram("curl")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureWebListenerTest {
    private static final String TOPIC = "story-web-listener";
    private static final String OTHER = "corpus-web-listener";
    private static final String KEYS = "cache-keys";

    private final TempFolder folder = TempFolder.create("weir-web-listener-");
    private final Certificates certificates =
            Certificates.in(folder.path()).issue("first").issue("second").issue("client");
    private final Site site = Site.start(Site.quick(1), 0, binding -> binding);
    private final Tokens tokens = Tokens.create();

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT);
    }

    @BeforeAll
    void someRecords() {
        write("authority.pem", certificates.authorityPem());
        write("client.pem", certificates.certificatePem("client"));
        write("client.key", certificates.keyPem("client"));
        for (String topic : List.of(TOPIC, OTHER)) {
            site.kafka().createTopic(topic, 1, Map.of());
            try (var writer = Writer.open(site.broker(), Map.of())) {
                writer.send(topic, 0, "for those who may");
            }
        }
    }

    @AfterAll
    void close() {
        site.close();
        folder.close();
    }

    @Test
    void whoShowsATokenReadsWhatItsScopesAreFor() {
        try (DataPlane cache = start(bearer())) {
            String token = tokens.issue("reader", Duration.ofHours(1));
            assertThat(curl(cache, "/topics/" + TOPIC + "/messages", bearing(token)))
                    .contains("for those who may")
                    .endsWith("200 2");
            assertThat(curl(cache, "/topics/" + OTHER + "/messages", bearing(token)))
                    .contains("without the scope others")
                    .endsWith("403 2");
            assertThat(curl(cache, "/topics", bearing(token))).contains(TOPIC).doesNotContain(OTHER);
            assertThat(curl(cache, "/topics")).endsWith("401 2");
            assertThat(curl(cache, "/topics", bearing(tokens.issue("reader", Duration.ofHours(-1)))))
                    .contains("Expired JWT")
                    .endsWith("401 2");
        }
    }

    @Test
    void newKeysAreUsedWithoutARestartAndWhatIsNoneIsTold() {
        try (DataPlane cache = start(bearer())) {
            Tokens next = Tokens.create();
            String token = next.issue("reader", Duration.ofHours(1));
            assertThat(curl(cache, "/topics", bearing(token))).endsWith("401 2");
            keys(cache, next.keySet());
            await().untilAsserted(() ->
                    assertThat(curl(cache, "/topics", bearing(token))).endsWith("200 2"));
            var told = new Told(cache);
            assertThat(told.status()).contains("\"webKeys\":{").doesNotContain("secretsProblem");
            keys(cache, "nothing like it");
            await().untilAsserted(() -> {
                assertThat(told.status()).contains("it is not a JSON Web Key Set");
                assertThat(told.metric("weir_web_keys_unusable")).isEqualTo(1);
            });
            assertThat(curl(cache, "/topics", bearing(token))).endsWith("200 2");
        }
    }

    @Test
    void whoIsAskedForACertificateFromNowOnShowsIt() {
        try (DataPlane cache = start(bearer())) {
            cache.apply(binding(
                    Map.of("type", "mtls", "mtls", Map.of("grants", List.of(grant()))),
                    Map.of("clientAuthentication", "required")));
            await().untilAsserted(() -> assertThat(curl(cache, "/topics/" + TOPIC + "/messages", shown()))
                    .contains("for those who may")
                    .endsWith("200 2"));
            assertThat(curl(cache, "/topics/" + OTHER + "/messages", shown())).endsWith("403 2");
            assertThat(curl(cache, "/topics")).startsWith("000");
        }
    }

    @Test
    void aNewCertificateIsShownAndOneThatCannotBeUsedIsTold() {
        try (DataPlane cache = start(Map.of())) {
            var told = new Told(cache);
            assertThat(told.status()).contains("\"webListenerCertificate\":{").contains("CN=first");
            certify(cache, "second", "second");
            await().untilAsserted(() -> {
                assertThat(told.status()).contains("CN=second");
                assertThat(curl(cache, "/topics")).endsWith("200 2");
            });
            certify(cache, "first", "second");
            await().untilAsserted(() -> {
                assertThat(told.status()).contains("tls.key is not the key of the certificate");
                assertThat(told.metric("weir_kafka_listener_certificate_unusable", "listener=\"web\""))
                        .isEqualTo(1);
            });
            assertThat(told.metric("weir_kafka_listener_certificate_unusable", "listener=\"kafka\""))
                    .isZero();
            assertThat(curl(cache, "/topics")).endsWith("200 2");
        }
    }

    private DataPlane start(Map<String, Object> authentication) {
        return site.cache(binding(authentication, Map.of()), cache -> {
            certify(cache, "first", "first");
            keys(cache, tokens.keySet());
        });
    }

    private Binding binding(Map<String, Object> authentication, Map<String, Object> tls) {
        var secured = new HashMap<String, Object>(tls);
        secured.put("certificateSecretRef", Map.of("name", "cache-tls"));
        Binding binding = Binding.to(site.broker()).web(Map.of("tls", secured, "authentication", authentication));
        return authentication.isEmpty()
                ? binding
                : binding.with(Map.of(
                        "routes",
                        List.of(
                                Map.of(
                                        "when", List.of(Map.of("topic", "story-*")),
                                        "exit", "main",
                                        "scopes", Map.of("read", "kafka")),
                                Map.of(
                                        "when", List.of(Map.of("topic", "corpus-*")),
                                        "exit", "main",
                                        "scopes", Map.of("read", "others")))));
    }

    private static Map<String, Object> bearer() {
        return Map.of(
                "type",
                "bearer",
                "bearer",
                Map.of(
                        "issuer",
                        Tokens.ISSUER,
                        "audiences",
                        List.of(Tokens.AUDIENCE),
                        "jwks",
                        Map.of("keysSecretRef", Map.of("name", KEYS))));
    }

    private static Map<String, Object> grant() {
        return Map.of("subject", "CN=cli*", "scopes", List.of("kafka"));
    }

    private void certify(DataPlane cache, String certificate, String key) {
        cache.mount(
                "cache-tls",
                Map.of(
                        "ca.crt",
                        certificates.authorityPem(),
                        "tls.crt",
                        certificates.certificatePem(certificate),
                        "tls.key",
                        certificates.keyPem(key)));
    }

    private static void keys(DataPlane cache, String keySet) {
        cache.mount(KEYS, Map.of("jwks.json", keySet.getBytes(StandardCharsets.UTF_8)));
    }

    private static String[] bearing(String token) {
        return new String[] {"--header", "Authorization: Bearer " + token};
    }

    private String[] shown() {
        return new String[] {
            "--cert", folder.path().resolve("client.pem").toString(),
            "--key", folder.path().resolve("client.key").toString()
        };
    }

    /** What it gets, and then the status and the version of HTTP. */
    private String curl(DataPlane cache, String target, String... options) {
        var command = new ArrayList<>(List.of("curl", "--silent", "--write-out", "%{http_code} %{http_version}"));
        command.addAll(
                List.of("--cacert", folder.path().resolve("authority.pem").toString()));
        command.addAll(List.of(options));
        command.add("https://127.0.0.1:" + cache.web(target).getPort() + target);
        try {
            Process process = new ProcessBuilder(command).start();
            try (var said = process.getInputStream()) {
                return new String(said.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, byte[] content) {
        try {
            Files.write(folder.path().resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
