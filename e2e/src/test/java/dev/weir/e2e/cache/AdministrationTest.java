package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.corpus.Corpus;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An admin client at the cache's address sees the broker's topics and changes them. */
@ExtendWith(SharedSite.class)
class AdministrationTest {

    private final Site site;
    private final Admin cache;
    private final Admin broker;
    private final String topic = "story-admin-" + UUID.randomUUID();

    AdministrationTest(Site site) {
        this.site = site;
        this.cache = site.cacheAdmin();
        this.broker = site.brokerAdmin();
    }

    @AfterEach
    void close() {
        cache.close();
        broker.close();
    }

    @Test
    void theClusterIsTheBrokersCluster() {
        assertThat(Outcome.of(cache.describeCluster().clusterId()))
                .isEqualTo(Outcome.of(broker.describeCluster().clusterId()));
        assertThat(Outcome.of(cache.describeCluster().nodes()))
                .singleElement()
                .satisfies(node -> assertThat(node.host() + ":" + node.port()).isEqualTo(site.cache()));
        assertThat(Outcome.of(cache.describeCluster().controller()).isEmpty()).isFalse();
    }

    @Test
    void theFeaturesAreTheBrokers() {
        assertThat(Outcome.of(cache.describeFeatures().featureMetadata()).finalizedFeatures())
                .isEqualTo(
                        Outcome.of(broker.describeFeatures().featureMetadata()).finalizedFeatures());
    }

    @Test
    void topicsHaveTheBrokersIdsAndPartitions() {
        same(admin -> admin.describeTopics(Corpus.topics()).allTopicNames(), AdministrationTest::shapes);
    }

    @Test
    void theTopicsAreTheBrokersTopics() {
        same(admin -> admin.listTopics().names(), names -> names);
    }

    @Test
    void topicsHaveTheBrokersSettings() {
        var resources = Corpus.topics().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        same(admin -> admin.describeConfigs(resources).all(), configs -> configs);
    }

    @Test
    void transactionsAndProducersAreTheBrokers() {
        same(admin -> admin.listTransactions().all(), Set::copyOf);
        same(
                admin -> admin.describeTransactions(List.of("corpus-open", "corpus-left"))
                        .all(),
                AdministrationTest::butTheCoordinator);
        var partition = new TopicPartition("corpus-transactions", 0);
        same(
                admin -> admin.describeProducers(List.of(partition)).partitionResult(partition),
                state -> Set.copyOf(state.activeProducers()));
    }

    @Test
    void aTopicIsCreatedAndDeletedOnTheBroker() {
        create(3, Map.of("retention.ms", "123456"));
        assertThat(describe(broker).partitions()).hasSize(3);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(describe(cache).topicId())
                        .isEqualTo(describe(broker).topicId()));
        Outcome.of(cache.deleteTopics(Set.of(topic)).all());
        await().untilAsserted(() -> {
            assertThatThrownBy(() -> describe(broker)).isInstanceOf(UnknownTopicOrPartitionException.class);
            assertThatThrownBy(() -> describe(cache)).isInstanceOf(UnknownTopicOrPartitionException.class);
        });
    }

    @Test
    void partitionsAreAddedOnTheBroker() {
        create(1, Map.of());
        Outcome.of(cache.createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                .all());
        await().untilAsserted(() -> {
            assertThat(describe(broker).partitions()).hasSize(4);
            assertThat(describe(cache).partitions()).hasSize(4);
        });
    }

    @Test
    void settingsAreChangedOnTheBroker() {
        create(1, Map.of());
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var change = new AlterConfigOp(new ConfigEntry("retention.ms", "7654321"), OpType.SET);
        Outcome.of(
                cache.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
        for (Admin admin : List.of(broker, cache)) {
            await().untilAsserted(() -> assertThat(retention(admin, resource)).isEqualTo("7654321"));
        }
    }

    @Test
    void recordsAreDeletedOnTheBrokerAndHere() {
        create(1, Map.of());
        try (var writer = Writer.open(site.cache(), Map.of())) {
            for (int i = 0; i < 20; i++) {
                writer.send(topic, 0, "record " + i);
            }
        }
        var partition = new TopicPartition(topic, 0);
        var deleted = cache.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(13)));
        Outcome.of(deleted.all());
        for (Admin admin : List.of(broker, cache)) {
            await().untilAsserted(() -> assertThat(
                            Outcome.of(admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                                            .partitionResult(partition))
                                    .offset())
                    .isEqualTo(13));
        }
    }

    @Test
    void whatTheBrokerRefusesIsRefusedHere() {
        create(2, Map.of());
        assertThatThrownBy(() -> create(2, Map.of())).isInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> Outcome.of(cache.createPartitions(Map.of(topic, NewPartitions.increaseTo(1)))
                        .all()))
                .isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> Outcome.of(cache.createTopics(List.of(new NewTopic(topic + "-wide", 1, (short) 5)))
                        .all()))
                .isInstanceOf(InvalidReplicationFactorException.class);
        assertThatThrownBy(() -> Outcome.of(
                        cache.deleteTopics(Set.of(topic + "-missing")).all()))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() ->
                        Outcome.of(cache.describeAcls(AclBindingFilter.ANY).values()))
                .isInstanceOf(SecurityDisabledException.class);
    }

    /** Which is a pod of the cache for its clients. */
    private static Map<String, List<Object>> butTheCoordinator(Map<String, TransactionDescription> transactions) {
        return transactions.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            TransactionDescription found = entry.getValue();
            return List.of(found.state(), found.producerId(), found.producerEpoch(), found.topicPartitions());
        }));
    }

    private <T> void same(Function<Admin, KafkaFuture<T>> question, Function<T, ?> view) {
        await().untilAsserted(() -> assertThat((Object) view.apply(Outcome.of(question.apply(cache))))
                .isEqualTo(view.apply(Outcome.of(question.apply(broker)))));
    }

    private void create(int partitions, Map<String, String> settings) {
        var definition = new NewTopic(topic, partitions, (short) 1).configs(settings);
        Outcome.of(cache.createTopics(List.of(definition)).all());
    }

    private TopicDescription describe(Admin admin) {
        return Outcome.of(admin.describeTopics(Set.of(topic)).allTopicNames())
                .values()
                .iterator()
                .next();
    }

    private static String retention(Admin admin, ConfigResource resource) {
        return Outcome.of(admin.describeConfigs(List.of(resource)).all())
                .values()
                .iterator()
                .next()
                .get("retention.ms")
                .value();
    }

    /** All but the nodes, which are pods here. */
    private static List<String> shapes(Map<String, TopicDescription> topics) {
        return topics.values().stream()
                .map(topic -> topic.name()
                        + topic.topicId()
                        + topic.isInternal()
                        + topic.partitions().stream()
                                .map(TopicPartitionInfo::partition)
                                .toList())
                .sorted()
                .toList();
    }
}
