package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

/** A leader that had less takes over: what only the old leader had is gone, from the cache too. */
class UncleanElectionTest {
    private static final String TOPIC = "story-unclean";

    @Test
    void recordsThatTheClusterLostAreCutOffAndReplacedByTheNewLeaders() {
        try (var site = Site.start(Site.quick(2), 1, binding -> binding)) {
            site.kafka()
                    .createTopic(new NewTopic(TOPIC, Map.of(0, List.of(1, 2)))
                            .configs(Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1")));
            write(site, "both", 50);
            await().until(() -> inSync(site) == 2);
            site.kafka().broker(2).kill();
            await().until(() -> inSync(site) == 1);
            write(site, "lost", 40);
            assertThat(read(site, site.cache())).hasSize(90);

            site.kafka().broker(1).kill();
            site.kafka().broker(2).start();
            await().ignoreExceptions().until(() -> leader(site).id() == 2);
            write(site, "kept", 25);
            site.kafka().broker(1).start();

            List<Seen> truth = read(site, site.broker());
            assertThat(truth).hasSize(75);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(read(site, site.cache())).isEqualTo(truth));
            write(site, "later", 10);
            assertThat(read(site, site.cache()))
                    .isEqualTo(read(site, site.broker()))
                    .hasSize(85);
        }
    }

    private static void write(Site site, String name, int records) {
        try (var writer = Writer.open(site.broker(), Map.of("batch.size", 200))) {
            for (int i = 0; i < records; i++) {
                writer.send(TOPIC, 0, name + " " + i);
            }
        }
    }

    private static List<Seen> read(Site site, String bootstrap) {
        Contents contents = JavaReader.ASSIGN.read(
                bootstrap, Extent.of(site.broker(), Set.of(TOPIC), IsolationLevel.READ_UNCOMMITTED));
        return contents.of(TOPIC);
    }

    private static int inSync(Site site) {
        return partition(site).isr().size();
    }

    private static Node leader(Site site) {
        return partition(site).leader();
    }

    private static TopicPartitionInfo partition(Site site) {
        return Outcome.of(site.kafka().admin().describeTopics(Set.of(TOPIC)).allTopicNames())
                .values()
                .iterator()
                .next()
                .partitions()
                .getFirst();
    }
}
