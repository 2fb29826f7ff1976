package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.TempFolder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients reach the cache over TLS, and with a certificate of their own where that is asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureListenerTest {
    private static final String TOPIC = "story-listener";

    private final TempFolder folder = TempFolder.create("weir-listener-");
    private final Certificates certificates =
            Certificates.in(folder.path()).issue("first").issue("second").issue("client");
    private final Site site = Site.start(Site.quick(1), 0, binding -> binding);

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT);
    }

    @BeforeAll
    void someRecords() {
        site.kafka().createTopic(TOPIC, 3, Map.of());
        write(site.broker(), Map.of());
    }

    @AfterAll
    void close() {
        site.close();
        folder.close();
    }

    @Test
    void aTopicIsReadAndWrittenOverTls() {
        try (DataPlane cache = start(Map.of())) {
            write(cache.address(), trusting());
            mustAgree(cache, trusting());
        }
    }

    @Test
    void aClientWithACertificateIsLetInAndOneWithoutIsNot() {
        try (DataPlane cache = start(Map.of("clientAuthentication", "required"))) {
            mustAgree(cache, known());
            assertThatThrownBy(() -> nodes(cache, trusting())).isInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void aNewCertificateIsShownWithoutARestartAndConnectionsGoOn() throws Exception {
        try (DataPlane cache = start(Map.of())) {
            var settings = new HashMap<>(trusting());
            settings.put("group.id", "reader");
            try (var reader = RunningReader.subscribe(cache.address(), Set.of(TOPIC), settings)) {
                await().until(() -> reader.count() > 0);
                assertThat(shown(cache)).isEqualTo(certificates.certificate("first"));
                try (SSLSocket old = connect(cache)) {
                    mustAnswer(old);
                    certify(cache, "second");
                    await().until(() -> shown(cache).equals(certificates.certificate("second")));
                    mustAnswer(old);
                }
                int before = reader.count();
                write(site.broker(), Map.of());
                await().until(() -> reader.count() > before);
                assertThat(reader.violations()).isEmpty();
            }
        }
    }

    @Test
    void aCertificateThatCannotBeUsedIsToldAndTheOneBeforeIsShown() throws Exception {
        try (DataPlane cache = start(Map.of())) {
            var told = new Told(cache);
            assertThat(told.status()).contains("CN=first").doesNotContain("tls.key", "tls.crt");
            mount(cache, certificates.certificatePem("second"), certificates.keyPem("first"));
            await().untilAsserted(() -> {
                assertThat(told.status()).contains("CN=first").contains("tls.key is not the key of the certificate");
                assertThat(told.log()).contains("The certificate has changed and cannot be used");
                assertThat(told.metric("weir_kafka_listener_certificate_unusable", "listener=\"kafka\""))
                        .isEqualTo(1);
            });
            assertThat(shown(cache)).isEqualTo(certificates.certificate("first"));
            mount(cache, "nothing like it".getBytes(StandardCharsets.UTF_8), certificates.keyPem("first"));
            await().untilAsserted(() -> assertThat(told.status()).contains("tls.crt does not hold certificates"));
            mustAgree(cache, trusting());
            mount(cache, certificates.certificatePem("second"), certificates.keyPem("second"));
            await().until(() -> shown(cache).equals(certificates.certificate("second")));
            assertThat(told.status()).contains("CN=second").doesNotContain("tls.key", "tls.crt");
            assertThat(told.metric("weir_kafka_listener_certificate_unusable", "listener=\"kafka\""))
                    .isZero();
            assertThat(told.metric("weir_kafka_listener_certificate_expires_seconds", "listener=\"kafka\""))
                    .isEqualTo((double) ((X509Certificate) certificates.certificate("second"))
                            .getNotAfter()
                            .toInstant()
                            .getEpochSecond());
            assertThat(told.log()).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void clientsOfANewAuthorityAreLetInWithoutARestart() {
        try (var folder = TempFolder.create("weir-others-");
                DataPlane cache = start(Map.of("clientAuthentication", "required"))) {
            Certificates others = Certificates.in(folder.path()).issue("client");
            var stranger = new HashMap<>(trusting());
            stranger.put("ssl.keystore.type", "PKCS12");
            stranger.put("ssl.keystore.location", others.keyStore("client").toString());
            stranger.put("ssl.keystore.password", Certificates.PASSWORD);
            assertThatThrownBy(() -> nodes(cache, stranger)).isInstanceOf(SslAuthenticationException.class);
            cache.secret("cache-tls", "ca.crt", others.authorityPem());
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(nodes(cache, stranger)).isEqualTo(1));
            assertThatThrownBy(() -> nodes(cache, known())).isInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void aProducerThatClosesAtOnceLosesNothingThatItSentWithoutAcknowledgement() {
        String topic = "story-listener-unacknowledged";
        site.kafka().createTopic(topic, 1, Map.of());
        try (DataPlane cache = start(Map.of())) {
            var settings = new HashMap<>(trusting());
            settings.putAll(Map.of("acks", "0", "enable.idempotence", false, "batch.size", 200, "linger.ms", 0));
            try (var writer = Writer.open(cache.address(), settings)) {
                for (int i = 0; i < 6_000; i++) {
                    writer.send(topic, 0, "unacknowledged " + i);
                }
            }
            await().untilAsserted(() -> assertThat(held(topic)).isEqualTo(6_000));
        }
    }

    private int held(String topic) {
        var extent = Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
        return JavaReader.ASSIGN.read(site.broker(), extent).size();
    }

    private void write(String address, Map<String, Object> settings) {
        try (var writer = Writer.open(address, settings)) {
            for (int i = 0; i < 300; i++) {
                writer.send(TOPIC, i % 3, "over tls " + i);
            }
        }
    }

    private void mustAgree(Cache cache, Map<String, Object> settings) {
        var extent = Extent.of(site.broker(), Set.of(TOPIC), IsolationLevel.READ_UNCOMMITTED);
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        truth.mustEqual(JavaReader.ASSIGN.read(cache.address(), extent, settings), "over TLS");
    }

    private DataPlane start(Map<String, Object> more) {
        var tls = new HashMap<String, Object>(more);
        tls.put("certificateSecretRef", Map.of("name", "cache-tls"));
        return site.cache(Binding.to(site.broker()).listener(Map.of("tls", tls)), cache -> certify(cache, "first"));
    }

    private void certify(DataPlane cache, String name) {
        mount(cache, certificates.certificatePem(name), certificates.keyPem(name));
    }

    private void mount(DataPlane cache, byte[] certificate, byte[] key) {
        cache.mount("cache-tls", Map.of("ca.crt", certificates.authorityPem(), "tls.crt", certificate, "tls.key", key));
    }

    private Map<String, Object> trusting() {
        return Way.TLS.clientSettings(certificates);
    }

    private Map<String, Object> known() {
        return Way.MUTUAL_TLS.clientSettings(certificates);
    }

    private static int nodes(Cache cache, Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put("bootstrap.servers", cache.address());
        try (Admin admin = Admin.create(all)) {
            return Outcome.of(admin.describeCluster().nodes()).size();
        }
    }

    private Certificate shown(Cache cache) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(cache)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket connect(Cache cache) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance(certificates.trustStore().toFile(), Certificates.PASSWORD.toCharArray());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        String[] address = cache.address().split(":", -1);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(address[0], Integer.parseInt(address[1]));
        socket.setSoTimeout(Patience.millis());
        socket.startHandshake();
        return socket;
    }

    /** Asks which versions are served, in the first version of that question, which has no more than a header. */
    private static void mustAnswer(SSLSocket connection) throws IOException {
        var out = new DataOutputStream(connection.getOutputStream());
        out.write(ByteBuffer.allocate(14)
                .putInt(10)
                .putShort(ApiKeys.API_VERSIONS.id)
                .putShort((short) 0)
                .putInt(7)
                .putShort((short) -1)
                .array());
        out.flush();
        var in = new DataInputStream(connection.getInputStream());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        assertThat(ByteBuffer.wrap(answer).getInt()).isEqualTo(7);
    }
}
