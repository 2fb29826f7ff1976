package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.SslAuthenticationException;
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
                certify(cache, "second");
                await().until(() -> shown(cache).equals(certificates.certificate("second")));
                int before = reader.count();
                write(site.broker(), Map.of());
                await().until(() -> reader.count() > before);
                assertThat(reader.violations()).isEmpty();
            }
        }
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
        cache.secret("cache-tls", "ca.crt", certificates.authorityPem());
        cache.secret("cache-tls", "tls.crt", certificates.certificatePem(name));
        cache.secret("cache-tls", "tls.key", certificates.keyPem(name));
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
        KeyStore trust = KeyStore.getInstance(certificates.trustStore().toFile(), Certificates.PASSWORD.toCharArray());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        String[] address = cache.address().split(":", -1);
        try (var socket =
                (SSLSocket) context.getSocketFactory().createSocket(address[0], Integer.parseInt(address[1]))) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
