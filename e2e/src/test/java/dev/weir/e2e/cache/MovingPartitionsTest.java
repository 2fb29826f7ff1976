package dev.weir.e2e.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Workload;
import dev.weir.e2e.cache.site.Site;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Partitions move between brokers while they are written and read through the cache: no gap, no double, no stall. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovingPartitionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BROKERS = 3;
    private static final int PARTITIONS = 4;
    private static final int ROUNDS = 4;
    private static final int PROGRESS = 200;

    private final Site site = Site.start(Site.quick(BROKERS), 1, binding -> binding);

    @AfterAll
    void close() {
        site.close();
    }

    /** The only replica each time, so that the broker that was fetched from has nothing of it afterwards. */
    @Test
    void nothingIsLostOrDoubledWhenReplicasMoveToOtherBrokers() {
        var story = new Story("story-moved", (partition, round) -> List.of(broker(partition + round)));
        story.happens(partitions -> {});
    }

    @Test
    void nothingIsLostOrDoubledWhenLeadershipGoesRound() {
        var story = new Story(
                "story-led",
                (partition, round) -> List.of(
                        broker(partition + round), broker(partition + round + 1), broker(partition + round + 2)));
        // some may be led as wanted already, or not be ready for it: whoever calls looks whether they are
        story.happens(partitions -> Outcome.of(site.kafka()
                .admin()
                .electLeaders(ElectionType.PREFERRED, partitions)
                .partitions()));
    }

    private static int broker(int number) {
        return number % BROKERS + 1;
    }

    /** Where the replicas of a partition are in a round, the leader first. */
    private interface Replicas {
        List<Integer> of(int partition, int round);

        default IntFunction<List<Integer>> in(int round) {
            return partition -> of(partition, round);
        }
    }

    /** What makes the first replicas the leaders, again and again until they are. */
    private interface Next {
        void accept(Set<TopicPartition> partitions);
    }

    private final class Story {
        private final String topic;
        private final Replicas replicas;
        private final Ledger ledger = new Ledger();

        Story(String topic, Replicas replicas) {
            this.topic = topic;
            this.replicas = replicas;
        }

        void happens(Next next) {
            var places = new HashMap<Integer, List<Integer>>();
            IntStream.range(0, PARTITIONS).forEach(index -> places.put(index, replicas.of(index, 0)));
            site.kafka().createTopic(new NewTopic(topic, places));
            try (var classic = reader("classic");
                    var consumer = reader("consumer")) {
                List<RunningReader> readers = List.of(classic, consumer);
                RunningWriter writer = new Workload(topic, topic, PARTITIONS, ledger, 1).plain(site.cache());
                try {
                    mustGoOn("at first", readers);
                    for (int round = 1; round <= ROUNDS; round++) {
                        move(replicas.in(round), next);
                        mustGoOn("after move " + round, readers);
                    }
                } finally {
                    writer.close();
                }
                assertThat(writer.errors()).isEmpty();
                compare(readers);
            }
        }

        private void move(IntFunction<List<Integer>> to, Next next) {
            Admin admin = site.kafka().admin();
            var moves = new HashMap<TopicPartition, Optional<NewPartitionReassignment>>();
            IntStream.range(0, PARTITIONS)
                    .forEach(index -> moves.put(
                            new TopicPartition(topic, index),
                            Optional.of(new NewPartitionReassignment(to.apply(index)))));
            Outcome.of(admin.alterPartitionReassignments(moves).all());
            await("replicas and leaders are where they should be")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        next.accept(moves.keySet());
                        requireNonNull(Outcome.of(admin.describeTopics(Set.of(topic))
                                                .allTopicNames())
                                        .get(topic))
                                .partitions()
                                .forEach(partition -> mustBeAt(to.apply(partition.partition()), partition));
                    });
        }

        private static void mustBeAt(List<Integer> wanted, TopicPartitionInfo partition) {
            assertThat(partition.replicas()).extracting(Node::id).isEqualTo(wanted);
            assertThat(partition.leader().id()).isEqualTo(wanted.getFirst());
        }

        /** The producer gets its acknowledgements, and every reader its records. */
        private void mustGoOn(String when, List<RunningReader> readers) {
            mustGrow("the producer " + when, ledger::count);
            readers.forEach(reader -> mustGrow("readers " + when, reader::count));
        }

        private void mustGrow(String what, IntSupplier count) {
            int goal = count.getAsInt() + PROGRESS;
            await(what).atMost(PATIENCE).until(() -> count.getAsInt() >= goal);
        }

        private void compare(List<RunningReader> readers) {
            Extent extent = Extent.of(site.broker(), Set.of(topic), IsolationLevel.READ_COMMITTED);
            Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
            ledger.mustBeKeptBy(truth, extent.starts(), topic::equals);
            truth.mustEqual(JavaReader.ASSIGN.read(site.cache(), extent), "a new reader");
            for (RunningReader reader : readers) {
                await().atMost(PATIENCE).until(() -> reader.count() >= truth.size());
                truth.mustEqual(reader.contents(), "a reader that was there all the time");
                assertThat(reader.violations()).isEmpty();
            }
        }

        private RunningReader reader(String protocol) {
            return RunningReader.subscribe(
                    site.cache(), Set.of(topic), Map.of("group.id", topic + protocol, "group.protocol", protocol));
        }
    }
}
