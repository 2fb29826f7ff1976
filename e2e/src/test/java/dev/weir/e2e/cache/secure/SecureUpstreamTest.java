package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache gets into brokers that let in only whom they know, with what its secrets say now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureUpstreamTest {

    private final TempFolder folder = TempFolder.create("weir-secure-");
    private final TempFolder others = TempFolder.create("weir-unknown-");
    private final Certificates certificates = Certificates.in(folder.path())
            .issue("broker")
            .issue("client")
            .issueExpired("expired")
            .issueForElsewhere("elsewhere");
    private final Certificates unknown = Certificates.in(others.path()).issue("client");
    private final Tokens tokens = Tokens.create();
    private final TokenEndpoint endpoint = new TokenEndpoint(tokens, Duration.ofHours(1));
    private final Way.Credentials credentials = new Way.Credentials(tokens, endpoint.url());
    private final Site site =
            Site.start(SecureBroker.settings(certificates, tokens.keySet(folder.path())), 0, binding -> binding);

    SecureUpstreamTest() {
        endpoint.start();
        SecureBroker.setScramPassword(site.kafka().admin(), SecureBroker.PASSWORD);
    }

    @AfterAll
    void close() {
        site.close();
        endpoint.close();
        folder.close();
        others.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicIsReadAndWrittenThroughASecureConnection(Way way) {
        Traffic traffic = traffic("story-secure-" + way.name().toLowerCase(Locale.ROOT));
        if (Cache.ABSENT) {
            Assumptions.assumeFalse(way.takesTokens());
            traffic.mustPass(site.kafka().bootstrapServers(way.listener()), way.clientSettings(certificates));
            return;
        }
        try (DataPlane cache = start(way)) {
            traffic.mustPass(cache.address(), Map.of());
            assertThat(statusOfPost(cache, "story-secure-" + way.name().toLowerCase(Locale.ROOT)))
                    .isEqualTo(201);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsRefusedIsToldWhyAndGetsInWithNewSecretsWithoutARestart(Way way) {
        Assumptions.assumeFalse(Cache.ABSENT);
        Traffic traffic = traffic("story-refused-" + way.name().toLowerCase(Locale.ROOT));
        try (DataPlane cache =
                site.cache(binding(way), plane -> way.wrongSecrets(plane, certificates, unknown, credentials))) {
            var told = new Told(cache);
            await().untilAsserted(() -> {
                assertThat(told.status()).contains(way.refusal()).contains("\"connected\":false");
                assertThat(told.log()).contains(way.refusal());
            });
            way.secrets(cache, certificates, credentials);
            await().untilAsserted(() -> assertThat(told.status()).contains("\"connected\":true"));
            traffic.mustPass(cache.address(), Map.of());
            assertThat(told.log().lines().filter(line -> line.contains(way.refusal())))
                    .as("one line, and a reminder every minute at most")
                    .hasSizeBetween(1, 3);
            assertThat(told.log() + told.status()).doesNotContain(Way.WRONG, SecureBroker.PASSWORD, "eyJ");
        }
    }

    @Test
    void aNewPasswordIsUsedWithoutARestart() {
        Assumptions.assumeFalse(Cache.ABSENT);
        Traffic traffic = traffic("story-rotated");
        try (DataPlane cache = start(Way.SCRAM_SHA_512)) {
            traffic.mustPass(cache.address(), Map.of());
            assertThat(statusOfPost(cache, "story-rotated")).isEqualTo(201);
            SecureBroker.setScramPassword(site.kafka().admin(), "another");
            cache.secret("kafka-user", "password", "another".getBytes(StandardCharsets.UTF_8));
            site.kafka().broker(1).restart();
            await().ignoreExceptions().untilAsserted(() -> traffic.mustPass(cache.address(), Map.of()));
            await().untilAsserted(() ->
                    assertThat(statusOfPost(cache, "story-rotated")).isEqualTo(201));
        } finally {
            SecureBroker.setScramPassword(site.kafka().admin(), SecureBroker.PASSWORD);
        }
    }

    @Test
    void secretsThatCannotBeUsedAreToldAndConnectionsGoOnWithTheFormer() {
        Assumptions.assumeFalse(Cache.ABSENT);
        Traffic traffic = traffic("story-broken-secrets");
        try (DataPlane cache = start(Way.MUTUAL_TLS)) {
            var told = new Told(cache);
            traffic.mustPass(cache.address(), Map.of());
            cache.mount("weir-client", Map.of("tls.crt", new byte[] {1}, "tls.key", certificates.keyPem("client")));
            await().untilAsserted(() -> {
                assertThat(told.status()).contains("secretsProblem");
                assertThat(told.log()).contains("Secrets have changed and cannot be used");
                assertThat(told.metric("weir_kafka_upstream_secrets_unusable")).isEqualTo(1);
            });
            site.kafka().broker(1).restart();
            await().ignoreExceptions().untilAsserted(() -> traffic.mustPass(cache.address(), Map.of()));
            Way.MUTUAL_TLS.secrets(cache, certificates, credentials);
            await().untilAsserted(() -> {
                assertThat(told.status()).doesNotContain("secretsProblem");
                assertThat(told.metric("weir_kafka_upstream_secrets_unusable")).isZero();
            });
            traffic.mustPass(cache.address(), Map.of());
        }
    }

    @Test
    void whatIsCachedIsServedThoughNobodyGivesTokensAfterARestart() {
        Assumptions.assumeFalse(Cache.ABSENT);
        Traffic traffic = traffic("story-no-tokens");
        var away = new TokenEndpoint(tokens, Duration.ofHours(1));
        away.start();
        var from = new Way.Credentials(tokens, away.url());
        try (DataPlane cache = site.cache(
                binding(Way.TOKEN_ENDPOINT), plane -> Way.TOKEN_ENDPOINT.secrets(plane, certificates, from))) {
            traffic.mustPass(cache.address(), Map.of());
            cache.kill();
            away.close();
            cache.start();
            traffic.mustBeRead(cache.address());
            var told = new Told(cache);
            await().untilAsserted(() ->
                    assertThat(told.status()).contains("\"connected\":false").contains("\"problem\""));
            away.start();
            await().untilAsserted(() -> assertThat(told.status()).contains("\"connected\":true"));
            traffic.mustPass(cache.address(), Map.of());
        } finally {
            away.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.weir.e2e.cache.secure.Mistake#all")
    void whatIsWrongWithAnUpstreamIsToldWithWhatToDo(Mistake mistake) {
        Assumptions.assumeFalse(Cache.ABSENT);
        Traffic traffic = traffic(
                "story-mistake-" + mistake.name().toLowerCase(Locale.ROOT).replace(' ', '-'));
        try (DataPlane cache =
                site.cache(binding(mistake.upstream()), plane -> Way.PLAIN.secrets(plane, certificates, credentials))) {
            var told = new Told(cache);
            await().untilAsserted(() -> {
                assertThat(told.status()).contains(mistake.told()).contains(mistake.advice());
                assertThat(told.log()).contains(mistake.told()).contains(mistake.advice());
            });
            cache.apply(binding(mistake.mended()));
            await().untilAsserted(() -> assertThat(told.status()).contains("\"connected\":true"));
            traffic.mustPass(cache.address(), Map.of());
        }
    }

    private Binding binding(Mistake.Target target) {
        return Binding.to(site.kafka().bootstrapServers(target.listener())).upstream(target.fields());
    }

    private Traffic traffic(String topic) {
        site.kafka().createTopic(topic, 2, Map.of());
        return new Traffic(site.broker(), topic);
    }

    private Binding binding(Way way) {
        return Binding.to(site.kafka().bootstrapServers(way.listener())).upstream(way.upstream());
    }

    private DataPlane start(Way way) {
        return site.cache(binding(way), cache -> way.secrets(cache, certificates, credentials));
    }

    /** What is written over HTTP goes through a producer that has the same credentials. */
    private static int statusOfPost(DataPlane cache, String topic) {
        var request = HttpRequest.newBuilder(cache.web("/topics/" + topic + "/messages"))
                .POST(HttpRequest.BodyPublishers.ofString("over HTTP"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
