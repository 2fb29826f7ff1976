package dev.weir.dataplane.kafka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.kafka.wire.FakeUpstreams.Copy;
import dev.weir.dataplane.kafka.wire.fetch.FetchSettings;
import dev.weir.dataplane.kafka.wire.frame.FrameLimits;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for much and read little of it, or nothing. */
@ExtendWith(LeakWatch.class)
class SlowClientTest {
    private static final int RECORD_BYTES = 700_000;
    private static final int RECORDS = 40;

    private static FetchRequestData everything() {
        return new FetchRequestData()
                .setMaxWaitMs(0)
                .setMaxBytes(Integer.MAX_VALUE)
                .setTopics(List.of(new FetchTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(
                                new FetchPartition().setFetchOffset(0).setPartitionMaxBytes(Integer.MAX_VALUE)))));
    }

    private static void fill(TestFront front) {
        front.upstreams.addTopic("orders", 1);
        Copy copy = front.upstreams.follow("orders", 0);
        for (int offset = 0; offset < RECORDS; offset++) {
            copy.append(TestRecords.large(offset, RECORD_BYTES));
        }
    }

    @Test
    void aResponseLargerThanEverySocketBufferComesWhole(@TempDir Path folder) {
        try (var front = new TestFront(folder)) {
            fill(front);
            try (var client = front.client()) {
                FetchResponseData response = client.call(12, everything(), FetchResponseData.class);
                assertThat(TestRecords.offsets(
                                response.responses().getFirst().partitions().getFirst()))
                        .hasSize(RECORDS);
            }
            assertThat(front.meters
                            .get("weir.kafka.bytes.out")
                            .tag("path", "zerocopy")
                            .counter()
                            .count())
                    .isGreaterThan(RECORDS * (double) RECORD_BYTES);
        }
    }

    @Test
    void clientsThatNeverReadCostNoMemoryToSpeakOf(@TempDir Path folder) {
        try (var front = new TestFront(folder)) {
            fill(front);
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                var client = new RawClient(front.port(), 4096);
                client.send(12, everything());
                clients.add(client);
            }
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(front.meters
                                    .get("weir.kafka.requests")
                                    .timer()
                                    .count())
                            .isEqualTo(30));
            long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            assertThat(held).isLessThan(30 * 300_000L);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void aClientThatNeverReadsLosesItsConnectionAndGivesTheSegmentBack(@TempDir Path folder) {
        var limits = new FrameLimits(1_000_000, 1_000_000, Duration.ofSeconds(1), Duration.ofSeconds(1));
        var settings = new FrontSettings(limits, FetchSettings.DEFAULT, 1_000_000);
        var options = new TestFront.Options(settings, TestFront.Options.DEFAULT.placement(), () -> null);
        try (var front = new TestFront(folder, options)) {
            fill(front);
            try (var client = new RawClient(front.port(), 4096)) {
                client.send(12, everything());
                await().untilAsserted(() -> assertThat(front.meters
                                .get("weir.connections.opened")
                                .counter()
                                .count())
                        .isEqualTo(1));
                await().untilAsserted(() -> assertThat(
                                front.meters.get("weir.connections").gauge().value())
                        .isZero());
            }
        }
    }

    @Test
    void hundredsOfWaitingClientsAreAllWokenByOneAppend(@TempDir Path folder) {
        try (var front = new TestFront(folder)) {
            front.upstreams.addTopic("orders", 1);
            Copy copy = front.upstreams.follow("orders", 0);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                var client = front.client();
                client.send(12, everything().setMaxWaitMs(60_000).setMinBytes(1));
                clients.add(client);
            }
            await().untilAsserted(() -> assertThat(
                            front.meters.get("weir.kafka.fetch.waiting").gauge().value())
                    .isEqualTo(400));
            copy.append(TestRecords.batch(0, 1));
            for (RawClient client : clients) {
                FetchResponseData response = client.receive(12, ApiKeys.FETCH, FetchResponseData.class);
                assertThat(TestRecords.offsets(
                                response.responses().getFirst().partitions().getFirst()))
                        .containsExactly(0L);
                client.close();
            }
            await().untilAsserted(() -> assertThat(
                            front.meters.get("weir.connections").gauge().value())
                    .isZero());
        }
    }
}
