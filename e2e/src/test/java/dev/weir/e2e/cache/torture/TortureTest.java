package dev.weir.e2e.cache.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.CompactedParity;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

/** After whatever happened the cache holds what the broker holds. */
class TortureTest {
    private static final long SEED = Long.getLong("torture.seed", System.nanoTime() & 0xffffff);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("torture.seconds", 40));
    private static final Set<String> TOPICS =
            Stream.of(TortureTopic.values()).map(TortureTopic::topic).collect(Collectors.toSet());

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();

    @Test
    void theCacheEqualsTheBrokerAfterEverythingAtOnce() {
        String repeat = "-Dtorture.seed=" + SEED + " -Dtorture.seconds=" + TIME.toSeconds();
        System.out.println("torture: " + repeat);
        try (var site = Site.start();
                var admin = site.brokerAdmin()) {
            Outcome.of(admin.createTopics(Stream.of(TortureTopic.values())
                            .map(TortureTopic::definition)
                            .toList())
                    .all());
            try {
                torture(site, admin);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("torture failed, repeat with " + repeat + ": " + e.getMessage(), e);
            }
        }
    }

    private void torture(Site site, Admin admin) {
        Set<String> steady = Set.of(TortureTopic.GROWING.topic(), TortureTopic.TRANSACTIONAL.topic());
        try (var classic = reader(site, steady, "classic");
                var consumer = reader(site, steady, "consumer")) {
            var load = Load.start(site.broker(), site.cache(), ledger, random);
            try {
                mischief(new Mischief(site, admin, random));
            } finally {
                load.close();
            }
            compare(site, admin, List.of(classic, consumer), steady);
        }
    }

    private static void mischief(Mischief mischief) {
        long end = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < end) {
            System.out.println("torture: " + mischief.next());
        }
    }

    private void compare(Site site, Admin admin, List<RunningReader> readers, Set<String> steady) {
        Extent committed = settled(admin);
        Contents truth = read(site.broker(), committed);
        Contents here = read(site.cache(), committed);
        mustAgree(truth, here);
        ledger.mustBeKeptBy(here, committed.starts(), TortureTopic::keepsPromises);
        Extent everything = Extent.of(admin, TOPICS, IsolationLevel.READ_UNCOMMITTED);
        mustAgree(read(site.broker(), everything), read(site.cache(), everything));
        Contents followed = truth.only(steady::contains);
        for (RunningReader reader : readers) {
            await().until(() -> reader.count() >= followed.size());
            followed.mustEqual(reader.contents(), "a reader that was there all the time");
            assertThat(reader.violations()).isEmpty();
        }
        assertThat(ledger.count()).isGreaterThan(1_000);
    }

    /** Transactions of producers that were given up end when their time is up. */
    private static Extent settled(Admin admin) {
        await("no transaction is open")
                .until(() -> Extent.of(admin, TOPICS, IsolationLevel.READ_COMMITTED)
                        .ends()
                        .equals(Extent.of(admin, TOPICS, IsolationLevel.READ_UNCOMMITTED)
                                .ends()));
        return Extent.of(admin, TOPICS, IsolationLevel.READ_COMMITTED);
    }

    private static void mustAgree(Contents broker, Contents here) {
        broker.only(topic -> !TortureTopic.isCompacted(topic))
                .mustEqual(here.only(topic -> !TortureTopic.isCompacted(topic)), "cache");
        CompactedParity.mustHold(broker.only(TortureTopic::isCompacted), here.only(TortureTopic::isCompacted), "cache");
    }

    private static Contents read(String bootstrap, Extent extent) {
        return JavaReader.ASSIGN.read(bootstrap, extent);
    }

    private static RunningReader reader(Site site, Set<String> topics, String protocol) {
        return RunningReader.subscribe(
                site.cache(),
                topics,
                Map.of("group.id", protocol, "group.protocol", protocol, "isolation.level", "read_committed"));
    }
}
