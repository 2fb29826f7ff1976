package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumer groups live on the broker: through the cache they are joined, asked about and changed. */
@ExtendWith(SharedSite.class)
class GroupsTest {
    private static final int PARTITIONS = 6;

    private final Site site;
    private final Admin cache;
    private final Admin broker;
    private final String topic = "story-groups-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();

    GroupsTest(Site site) {
        this.site = site;
        this.cache = site.cacheAdmin();
        this.broker = site.brokerAdmin();
    }

    @BeforeEach
    void someRecords() {
        site.kafka().createTopic(topic, PARTITIONS, Map.of());
        try (var writer = Writer.open(site.broker(), Map.of())) {
            for (int i = 0; i < 60; i++) {
                writer.send(topic, i % PARTITIONS, "record " + i);
            }
        }
    }

    @AfterEach
    void close() {
        cache.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void theMembersOfAGroupShareThePartitions(GroupProtocol protocol) {
        try (var first = member(protocol)) {
            try (var second = member(protocol)) {
                await().until(() ->
                        first.assignment().size() == 3 && second.assignment().size() == 3);
            }
            await().until(() -> first.assignment().size() == PARTITIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatLeavesIsContinuedWhereItWas(GroupProtocol protocol) {
        try (var first = member(protocol)) {
            await().until(() -> first.count() == 60);
        }
        try (var writer = Writer.open(site.cache(), Map.of())) {
            writer.send(topic, 0, "record 60");
        }
        try (var second = member(protocol)) {
            await().until(() -> second.count() > 0);
            assertThat(second.contents().of(topic))
                    .singleElement()
                    .satisfies(record -> assertThat(record.text()).isEqualTo("record 60"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAMemberCommitsThroughTheCacheIsOnTheBroker(GroupProtocol protocol) {
        try (var member = member(protocol)) {
            await().until(() -> member.count() == 60);
        }
        assertThat(committed(broker)).hasSize(PARTITIONS).isEqualTo(committed(cache));
        assertThat(committed(broker).values())
                .allSatisfy(offset -> assertThat(offset.offset()).isEqualTo(10));
    }

    @ParameterizedTest
    @EnumSource
    void aGroupIsDescribedAndListedAsTheBrokerDoes(GroupProtocol protocol) {
        try (var member = member(protocol)) {
            await().until(() -> member.assignment().size() == PARTITIONS);
            await().untilAsserted(() -> {
                ConsumerGroupDescription here = description(cache);
                ConsumerGroupDescription there = description(broker);
                assertThat(here.groupState()).isEqualTo(GroupState.STABLE);
                assertThat(here.members()).hasSize(1).isEqualTo(there.members());
                assertThat(here.type()).isEqualTo(there.type());
                assertThat(here.partitionAssignor()).isEqualTo(there.partitionAssignor());
            });
            assertThat(Outcome.of(cache.listGroups(ListGroupsOptions.forConsumerGroups())
                            .all()))
                    .anySatisfy(listing -> assertThat(listing.groupId()).isEqualTo(group))
                    .containsExactlyInAnyOrderElementsOf(
                            Outcome.of(broker.listGroups(ListGroupsOptions.forConsumerGroups())
                                    .all()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void offsetsAndGroupsAreChangedThroughTheCache(GroupProtocol protocol) {
        try (var member = member(protocol)) {
            await().until(() -> member.count() == 60);
        }
        var partition = new TopicPartition(topic, 1);
        Outcome.of(cache.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(4, "back")))
                .all());
        assertThat(committed(broker)).containsEntry(partition, new OffsetAndMetadata(4, "back"));
        Outcome.of(cache.deleteConsumerGroupOffsets(group, Set.of(partition)).all());
        assertThat(committed(broker)).doesNotContainKey(partition).hasSize(PARTITIONS - 1);
        Outcome.of(cache.deleteConsumerGroups(List.of(group)).all());
        assertThat(Stream.of(broker, cache).flatMap(admin -> groups(admin).stream()))
                .doesNotContain(group);
    }

    private RunningReader member(GroupProtocol protocol) {
        return RunningReader.subscribe(
                site.cache(),
                Set.of(topic),
                Map.of("group.id", group, "group.protocol", protocol.name().toLowerCase(Locale.ROOT)));
    }

    private ConsumerGroupDescription description(Admin admin) {
        return Outcome.of(admin.describeConsumerGroups(List.of(group)).all())
                .values()
                .iterator()
                .next();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) {
        return Outcome.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    private static List<String> groups(Admin admin) {
        return Outcome.of(admin.listGroups().all()).stream()
                .map(listing -> listing.groupId())
                .toList();
    }
}
