package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.Outcome;
import dev.weir.e2e.cache.client.RawFetch;
import dev.weir.e2e.cache.corpus.Corpus;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in front of and around the records is the broker's too: codecs, checksums, producers, control batches. */
@ExtendWith(SharedSite.class)
class ByteForByteTest {
    /** Older ones cannot ask for batches of zstd. */
    private static final int FIRST_WITH_ZSTD = 10;

    private final Site site;

    ByteForByteTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @MethodSource
    void batchesAreTheBrokersInEveryVersionOfFetch(int version) throws IOException {
        Set<String> topics = Corpus.topics().stream()
                .filter(topic -> !Corpus.isCompacted(topic))
                .filter(topic -> version >= FIRST_WITH_ZSTD || !Corpus.hasZstd(topic))
                .collect(Collectors.toSet());
        try (Admin admin = site.brokerAdmin();
                var broker = RawFetch.connect(site.broker(), (short) version);
                var cache = RawFetch.connect(site.cache(), (short) version)) {
            var ids = new TreeMap<String, Uuid>();
            Outcome.of(admin.describeTopics(topics).allTopicNames())
                    .forEach((name, description) -> ids.put(name, description.topicId()));
            Extent extent = Extent.of(admin, topics, IsolationLevel.READ_UNCOMMITTED);
            for (TopicPartition partition : extent.ends().keySet()) {
                Uuid id = ids.getOrDefault(partition.topic(), Uuid.ZERO_UUID);
                long start = extent.starts().getOrDefault(partition, 0L);
                assertThat(cache.read(id, partition, start, extent.end(partition)))
                        .as(partition.toString())
                        .isEqualTo(broker.read(id, partition, start, extent.end(partition)));
            }
        }
    }

    static IntStream batchesAreTheBrokersInEveryVersionOfFetch() {
        return IntStream.rangeClosed(ApiKeys.FETCH.oldestVersion(), ApiKeys.FETCH.latestVersion());
    }
}
