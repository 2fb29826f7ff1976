package dev.weir.dataplane.kafka.wire.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.wire.FakeUpstreams.Copy;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.kafka.wire.RawClient;
import dev.weir.dataplane.kafka.wire.TestFront;
import dev.weir.dataplane.kafka.wire.TestRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a fetch waits for, and how long. */
@ExtendWith(LeakWatch.class)
class FetchWaitTest {
    private static final short VERSION = 12;

    private TestFront front;
    private RawClient client;
    private Topic topic;

    @BeforeEach
    void start(@TempDir Path folder) {
        front = new TestFront(folder);
        topic = front.upstreams.addTopic("orders", 2);
        client = front.client();
    }

    @AfterEach
    void stop() {
        client.close();
        front.close();
    }

    @Test
    void aFetchWaitsForTheNextAppend() {
        Copy copy = front.upstreams.follow("orders", 0);
        client.send(VERSION, request(Patience.millis() * 2, 0, 1));
        front.upstreams.follow("orders", 1);
        waitUntilWaiting(1);
        copy.append(TestRecords.batch(0, 1));
        assertThat(TestRecords.offsets(receive())).containsExactly(0L);
        waitUntilWaiting(0);
    }

    @Test
    void aFetchThatWaitedInVainIsAnsweredEmptyInTime() {
        front.upstreams.follow("orders", 0);
        long began = System.nanoTime();
        client.send(VERSION, request(300, 0));
        PartitionData answer = receive();
        assertThat(System.nanoTime() - began).isGreaterThan(250_000_000L);
        assertThat(answer.errorCode()).isZero();
        assertThat(TestRecords.offsets(answer)).isEmpty();
        waitUntilWaiting(0);
    }

    @Test
    void aFetchThatFoundLessThanItAsksForIsWokenByWhatComesThen() {
        Copy copy = front.upstreams.follow("orders", 0);
        copy.append(TestRecords.batch(0, 1));
        client.send(VERSION, request(Patience.millis() * 2, 0).setMinBytes(500));
        waitUntilWaiting(1);
        for (int offset = 1; offset < 10; offset++) {
            copy.append(TestRecords.batch(offset, 1));
        }
        assertThat(((MemoryRecords) receive().records()).sizeInBytes()).isGreaterThanOrEqualTo(500);
    }

    @Test
    void aFetchWaitsForAsManyBytesAsItAsksFor() {
        Copy copy = front.upstreams.follow("orders", 0);
        client.send(VERSION, request(Patience.millis() * 2, 0).setMinBytes(500));
        for (int offset = 0; offset < 10; offset++) {
            copy.append(TestRecords.batch(offset, 1));
        }
        assertThat(((MemoryRecords) receive().records()).sizeInBytes()).isGreaterThanOrEqualTo(500);
    }

    private FetchRequestData request(int waitMillis, int... partitions) {
        List<FetchPartition> all = IntStream.of(partitions)
                .mapToObj(partition ->
                        new FetchPartition().setPartition(partition).setPartitionMaxBytes(1_000_000))
                .toList();
        return new FetchRequestData()
                .setMaxWaitMs(waitMillis)
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setTopics(List.of(new FetchTopic()
                        .setTopic("orders")
                        .setTopicId(topic.id())
                        .setPartitions(all)));
    }

    /** What is said of the first partition. */
    private PartitionData receive() {
        FetchResponseData response = client.receive(VERSION, ApiKeys.FETCH, FetchResponseData.class);
        return response.responses().getFirst().partitions().getFirst();
    }

    private void waitUntilWaiting(int count) {
        await().untilAsserted(() -> assertThat(
                        front.meters.get("weir.kafka.fetch.waiting").gauge().value())
                .isEqualTo(count));
    }
}
