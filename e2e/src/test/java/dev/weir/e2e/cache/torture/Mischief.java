package dev.weir.e2e.cache.torture;

import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.site.Site;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What is done to topics and processes, one thing after the other. */
final class Mischief {
    private static final int PARTITIONS_MAX = 6;

    private final Site site;
    private final Admin admin;
    private final Random random;
    private int growing = TortureTopic.PARTITIONS;

    Mischief(Site site, Admin admin, Random random) {
        this.site = site;
        this.admin = admin;
        this.random = random;
    }

    /** Weights: what takes long comes seldom. */
    String next() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> killCache();
            case 3 -> suspendCache();
            case 4 -> killBroker();
            case 5 -> suspendBroker();
            case 6, 7, 8 -> deleteRecords();
            case 9, 10 -> recreate();
            default -> addPartition();
        };
    }

    private String killCache() {
        site.caches().getFirst().kill();
        pause();
        site.caches().getFirst().start();
        return "killed the cache";
    }

    private String suspendCache() {
        site.caches().getFirst().suspend();
        pause();
        site.caches().getFirst().resume();
        return "suspended the cache";
    }

    private String killBroker() {
        site.kafka().broker(1).kill();
        pause();
        site.kafka().broker(1).start();
        return "killed the broker";
    }

    private String suspendBroker() {
        site.kafka().broker(1).suspend();
        pause();
        site.kafka().broker(1).resume();
        return "suspended the broker";
    }

    private String deleteRecords() {
        var extent = Extent.of(admin, Set.of(TortureTopic.SHRINKING.topic()), IsolationLevel.READ_COMMITTED);
        var deletions = new HashMap<TopicPartition, RecordsToDelete>();
        extent.ends().forEach((partition, end) -> {
            long start = extent.starts().getOrDefault(partition, 0L);
            deletions.put(partition, RecordsToDelete.beforeOffset(random.nextLong(start, end + 1)));
        });
        Outcome.of(admin.deleteRecords(deletions).all());
        return "deleted records: " + deletions;
    }

    private String recreate() {
        Outcome.of(admin.deleteTopics(Set.of(TortureTopic.MORTAL.topic())).all());
        pause();
        await().ignoreExceptions()
                .until(() -> Outcome.of(admin.createTopics(List.of(TortureTopic.MORTAL.definition()))
                                .topicId(TortureTopic.MORTAL.topic()))
                        != null);
        return "made a topic anew";
    }

    private String addPartition() {
        if (growing < PARTITIONS_MAX) {
            growing++;
            Outcome.of(admin.createPartitions(Map.of(TortureTopic.GROWING.topic(), NewPartitions.increaseTo(growing)))
                    .all());
        }
        return "added a partition: " + growing;
    }

    /** Up to a second and a half, in which the load goes on or fails. */
    private void pause() {
        await().pollDelay(Duration.ofMillis(random.nextInt(1_500))).until(() -> true);
    }
}
