package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.TempFolder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a login is good for a while only (KIP-368), follower and relay log in again on the connections they have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReauthenticationTest {

    /** Of a few connections, over several sessions. */
    private static final int LOGINS_MIN = 12;

    private static final int PARTITIONS = 2;

    private final TempFolder folder = TempFolder.create("weir-again-");
    private final Certificates certificates = Certificates.in(folder.path()).issue("client");
    private final Tokens tokens = Tokens.create();
    /** Tokens end while the test runs, and with each what was logged in by it. */
    private final TokenEndpoint endpoint = new TokenEndpoint(tokens, Duration.ofSeconds(20));

    private final Reauthentications logins = new Reauthentications();
    private final Site site =
            Site.start(logins.observed(SecureBroker.repeating(tokens.keySet(folder.path()))), 0, binding -> binding);

    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT);
    }

    ReauthenticationTest() {
        endpoint.start();
        SecureBroker.setScramPassword(site.kafka().admin(), SecureBroker.PASSWORD);
    }

    @AfterAll
    void close() {
        site.close();
        endpoint.close();
        folder.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "SCRAM_SHA_512", "TOKEN_ENDPOINT"})
    void nothingIsLostOrBrokenWhileLoginsAreRepeated(Way way) {
        String topic = "story-again-" + way.name().toLowerCase(Locale.ROOT);
        site.kafka().createTopic(topic, PARTITIONS, Map.of());
        var binding =
                Binding.to(site.kafka().bootstrapServers(SecureBroker.REPEATED)).upstream(Map.of("sasl", way.sasl()));
        var credentials = new Way.Credentials(tokens, endpoint.url());
        try (DataPlane cache = site.cache(binding, plane -> way.secrets(plane, certificates, credentials))) {
            int before = logins.count();
            var sent = new AtomicInteger();
            try (var reader =
                    RunningReader.subscribe(cache.address(), Set.of(topic), Map.of("group.id", "again-" + way))) {
                var writer = RunningWriter.start("writer", () -> Writer.open(cache.address(), Map.of()), to -> {
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        to.send(topic, partition, Integer.toString(sent.get()));
                    }
                    sent.addAndGet(to.acknowledged().size());
                });
                try (writer) {
                    await().until(() -> logins.count() - before >= LOGINS_MIN);
                }
                assertThat(writer.errors()).isEmpty();
                await().until(() -> reader.count() == sent.get());
                assertThat(reader.violations()).isEmpty();
            }
            new Traffic(site.broker(), topic).mustPass(cache.address(), Map.of());
            assertThat(new Told(cache).log()).doesNotContain("cannot be reached", "is away");
        }
    }
}
