package dev.weir.dataplane.kafka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.weir.dataplane.Patience;
import dev.weir.dataplane.kafka.wire.fetch.FetchSettings;
import dev.weir.dataplane.kafka.wire.frame.FrameLimits;
import dev.weir.dataplane.kafka.wire.frame.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Requests with bytes changed, cut off, doubled, or of a wrong length: each is answered or closes its own connection,
 * and whatever it is, nothing leaks, nothing hangs, and the next client is served. Give {@code -Dweir.fuzz.seed} to see
 * the same again, {@code -Dweir.fuzz.requests} for more.
 */
@ExtendWith(LeakWatch.class)
class FuzzTest {
    private static final long SEED = Long.getLong("weir.fuzz.seed", new Random().nextLong());
    private static final int REQUESTS = Integer.getInteger("weir.fuzz.requests", 3_000);

    private final Random random = new Random(SEED);

    @Test
    void nothingThatAClientSendsHarmsAnother(@TempDir Path folder) {
        LoggerFactory.getLogger(FuzzTest.class).warn("weir.fuzz.seed={}", SEED);
        ((Logger) LoggerFactory.getLogger("dev.weir.dataplane.kafka.wire.frame")).setLevel(Level.ERROR);
        var limits = new FrameLimits(100_000, 50_000, Patience.LIMIT, Patience.LIMIT);
        var options = new TestFront.Options(
                new FrontSettings(limits, FetchSettings.DEFAULT, 1_000_000),
                TestFront.Options.DEFAULT.placement(),
                () -> null);
        try (var front = new TestFront(folder, options)) {
            front.upstreams.addTopic("orders", 2);
            front.upstreams.follow("orders", 0).append(TestRecords.batch(0, 10));
            List<ByteBuffer> seeds = seeds(front);
            RawClient client = front.client();
            for (int i = 0; i < REQUESTS; i++) {
                if (i % 4 == 0) {
                    client.close();
                    client = front.client();
                }
                try {
                    client.sendBytes(mutated(seeds.get(random.nextInt(seeds.size()))));
                } catch (IOException e) { // closed: the next one begins anew
                }
            }
            client.close();
            try (var honest = front.client()) {
                assertThat(honest.call(0, new ApiVersionsRequestData(), ApiVersionsResponseData.class)
                                .errorCode())
                        .isZero();
            }
            assertThat(front.meters
                            .find("weir.kafka.requests")
                            .tag("error", "UNKNOWN_SERVER_ERROR")
                            .timers())
                    .isEmpty();
        }
    }

    /** One valid request of each API and version, those with much inside filled. */
    private static List<ByteBuffer> seeds(TestFront front) {
        List<ByteBuffer> seeds = new ArrayList<>();
        for (ApiKeys api : ApiKeys.values()) {
            if (!api.hasValidVersion()) {
                continue;
            }
            for (short version = api.oldestVersion(); version <= api.latestVersion(); version++) {
                seeds.add(Frames.request(api, version, 1, "fuzz", body(api, front)));
            }
        }
        return seeds;
    }

    private static ApiMessage body(ApiKeys api, TestFront front) {
        return switch (api) {
            case FETCH ->
                new FetchRequestData()
                        .setMaxWaitMs(5)
                        .setMaxBytes(100_000)
                        .setTopics(List.of(new FetchTopic()
                                .setTopic("orders")
                                .setTopicId(front.upstreams
                                        .topology()
                                        .topics()
                                        .values()
                                        .iterator()
                                        .next()
                                        .id())
                                .setPartitions(List.of(
                                        new FetchPartition().setPartitionMaxBytes(1_000),
                                        new FetchPartition().setPartition(1).setPartitionMaxBytes(1_000)))));
            case METADATA -> new MetadataRequestData().setTopics(List.of(new MetadataRequestTopic().setName("orders")));
            case PRODUCE -> {
                var produce = new ProduceRequestData().setAcks((short) 1).setTimeoutMs(10);
                produce.topicData()
                        .add(new TopicProduceData()
                                .setName("orders")
                                .setPartitionData(
                                        List.of(new PartitionProduceData().setRecords(TestRecords.batch(0, 3)))));
                yield produce;
            }
            default -> api.messageType.newRequest();
        };
    }

    private byte[] mutated(ByteBuffer frame) {
        byte[] bytes = new byte[4 + frame.remaining()];
        ByteBuffer.wrap(bytes).putInt(frame.remaining()).put(frame.duplicate());
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            case 2 -> {
                for (int i = 0; i < 1 + random.nextInt(8); i++) {
                    bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
                }
            }
            case 3 -> {
                byte[] cut = new byte[4 + random.nextInt(bytes.length - 4)];
                System.arraycopy(bytes, 0, cut, 0, cut.length);
                ByteBuffer.wrap(cut).putInt(0, cut.length - 4);
                return cut;
            }
            case 4 -> {
                int at = 4 + random.nextInt(bytes.length - 4);
                int value = random.nextBoolean() ? -1 : Integer.MAX_VALUE;
                for (int i = at; i < Math.min(at + 4, bytes.length); i++) {
                    bytes[i] = (byte) (value >>> (24 - (i - at) * 8));
                }
            }
            default -> ByteBuffer.wrap(bytes).putInt(0, frame.remaining() + random.nextInt(-20, 20));
        }
        return bytes;
    }
}
