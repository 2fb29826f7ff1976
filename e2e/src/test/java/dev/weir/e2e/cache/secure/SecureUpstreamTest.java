package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.TempFolder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cache gets into brokers that let in only whom they know. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureUpstreamTest {

    private final TempFolder folder = TempFolder.create("weir-secure-");
    private final Certificates certificates =
            Certificates.in(folder.path()).issue("broker").issue("client");
    private final Site site = Site.start(SecureBroker.settings(certificates), 0, binding -> binding);

    SecureUpstreamTest() {
        SecureBroker.setScramPassword(site.kafka().admin(), SecureBroker.PASSWORD);
    }

    @AfterAll
    void close() {
        site.close();
        folder.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicIsReadAndWrittenThroughASecureConnection(Way way) {
        String topic = "story-secure-" + way.name().toLowerCase(Locale.ROOT);
        site.kafka().createTopic(topic, 2, Map.of());
        if (Cache.ABSENT) {
            Map<String, Object> settings = way.clientSettings(certificates);
            String secure = site.kafka().bootstrapServers(way.listener());
            mustCarry(topic, secure, settings);
            return;
        }
        try (DataPlane cache = start(way)) {
            mustCarry(topic, cache.address(), Map.of());
        }
    }

    @Test
    void aNewPasswordIsUsedWithoutARestart() {
        Assumptions.assumeFalse(Cache.ABSENT);
        String topic = "story-rotated";
        site.kafka().createTopic(topic, 2, Map.of());
        try (DataPlane cache = start(Way.SCRAM_SHA_512)) {
            mustCarry(topic, cache.address(), Map.of());
            SecureBroker.setScramPassword(site.kafka().admin(), "another");
            cache.secret("kafka-user", "password", bytes("another"));
            site.kafka().broker(1).restart();
            await().ignoreExceptions().untilAsserted(() -> mustCarry(topic, cache.address(), Map.of()));
        } finally {
            SecureBroker.setScramPassword(site.kafka().admin(), SecureBroker.PASSWORD);
        }
    }

    private void mustCarry(String topic, String address, Map<String, Object> settings) {
        try (var writer = Writer.open(address, settings)) {
            for (int i = 0; i < 100; i++) {
                writer.send(topic, i % 2, "secret " + i);
            }
        }
        var extent = Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
        Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
        assertThat(truth.size()).isGreaterThanOrEqualTo(100);
        truth.mustEqual(JavaReader.ASSIGN.read(address, extent, settings), address);
    }

    private DataPlane start(Way way) {
        var binding = Binding.to(site.kafka().bootstrapServers(way.listener())).upstream(way.upstream());
        return site.cache(binding, cache -> {
            cache.secret("kafka-ca", "ca.crt", certificates.authorityPem());
            cache.secret("weir-client", "tls.crt", certificates.certificatePem("client"));
            cache.secret("weir-client", "tls.key", certificates.keyPem("client"));
            cache.secret("kafka-user", "username", bytes(SecureBroker.USER));
            cache.secret("kafka-user", "password", bytes(SecureBroker.PASSWORD));
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
