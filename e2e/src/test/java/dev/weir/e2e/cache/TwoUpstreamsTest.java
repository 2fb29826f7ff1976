package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.kafka.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One cache in front of two clusters: the routes say which topic is whose, and clients notice nothing. */
class TwoUpstreamsTest {
    @BeforeAll
    static void thereIsACache() {
        Assumptions.assumeFalse(Cache.ABSENT);
    }

    @Test
    void topicsOfBothClustersAreReadAndWrittenAndOthersDoNotExist() {
        try (var site = Site.start(Site.quick(1), 0, binding -> binding);
                var old = KafkaCluster.start(Site.quick(1));
                DataPlane cache = site.cache(routed(site.broker(), old.bootstrapServers()), starting -> {})) {
            site.kafka().createTopic("orders", 2, Map.of());
            site.kafka().createTopic("unrouted", 1, Map.of());
            old.createTopic("legacy-orders", 2, Map.of());
            old.createTopic("orders", 1, Map.of());
            try (var writer = Writer.open(cache.address(), Map.of())) {
                for (int i = 0; i < 200; i++) {
                    writer.send(i % 3 == 0 ? "legacy-orders" : "orders", i % 2, "order " + i);
                }
            }
            mustAgree(site.broker(), cache.address(), "orders", 133);
            mustAgree(old.bootstrapServers(), cache.address(), "legacy-orders", 67);
            administer(cache.address(), old);
        }
    }

    private static void administer(String cache, KafkaCluster old) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", cache))) {
            assertThat(Outcome.of(admin.listTopics().names())).containsExactlyInAnyOrder("orders", "legacy-orders");
            var topics = List.of(new NewTopic("legacy-more", 1, (short) 1), new NewTopic("orders-more", 1, (short) 1));
            Outcome.of(admin.createTopics(topics).all());
            assertThat(old.topics()).contains("legacy-more").doesNotContain("orders-more");
        }
    }

    private static Binding routed(String main, String old) {
        return Binding.to(main)
                .following(List.of("orders"))
                .with(Map.of(
                        "upstreams",
                        List.of(
                                Map.of("name", "main", "bootstrapServers", List.of(main)),
                                Map.of("name", "old", "bootstrapServers", List.of(old))),
                        "routes",
                        List.of(
                                Map.of("when", List.of(Map.of("topic", "legacy-*")), "exit", "old"),
                                Map.of("when", List.of(Map.of("topic", "orders*")), "exit", "main"))));
    }

    private static void mustAgree(String broker, String cache, String topic, int records) {
        var extent = Extent.of(broker, Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
        Contents truth = JavaReader.ASSIGN.read(broker, extent);
        assertThat(truth.size()).isEqualTo(records);
        truth.mustEqual(JavaReader.ASSIGN.read(cache, extent), topic);
    }
}
