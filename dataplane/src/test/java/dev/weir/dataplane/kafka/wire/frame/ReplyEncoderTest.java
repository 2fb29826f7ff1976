package dev.weir.dataplane.kafka.wire.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakWatch.class)
class ReplyEncoderTest {
    private static final int CORRELATION_ID = 0x1234_5678;

    private static Request request(ApiKeys api, short version) {
        return new Request(
                api, version, CORRELATION_ID, "test", ByteBuffer.allocate(8), 8, new Client(new EmbeddedChannel()));
    }

    private static byte[] withLength(ByteBuffer frame) {
        return ByteBuffer.allocate(4 + frame.remaining())
                .putInt(frame.remaining())
                .put(frame)
                .array();
    }

    static Stream<Arguments> versions() {
        return Stream.of(ApiKeys.values())
                .filter(ApiKeys::hasValidVersion)
                .flatMap(api -> IntStream.rangeClosed(
                                api.oldestVersion(),
                                api == ApiKeys.API_VERSIONS ? Request.API_VERSIONS_MAX : api.latestVersion())
                        .mapToObj(version -> Arguments.of(api, (short) version)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyResponseIsWrittenAsKafkaWritesIt(ApiKeys api, short version) {
        ApiMessage body = api.messageType.newResponse();
        var reply = new Reply.Message(body, Errors.NONE, List.of(), List.of());
        List<Piece> pieces = ReplyEncoder.encode(request(api, version), reply, PooledByteBufAllocator.DEFAULT);

        assertThat(pieces).hasSize(1);
        ByteBuf bytes = ((Piece.Bytes) pieces.getFirst()).buffer();
        assertThat(ByteBufUtil.getBytes(bytes))
                .isEqualTo(withLength(Frames.response(api, version, CORRELATION_ID, body)));
        bytes.release();
    }

    static Stream<Short> fetchVersions() {
        return ApiKeys.FETCH.allVersions().stream();
    }

    @ParameterizedTest
    @MethodSource("fetchVersions")
    void recordsOfFilesAndOfMemoryAreInTheirPlaceInEveryVersionOfFetch(short version, @TempDir Path folder)
            throws Exception {
        MemoryRecords records = MemoryRecords.withRecords(
                5, Compression.NONE, new SimpleRecord(1L, "key".getBytes(UTF_8), "value".getBytes(UTF_8)));
        var bytes = new byte[records.sizeInBytes()];
        records.buffer().get(bytes);
        Path file = Files.write(folder.resolve("segment"), join(new byte[100], bytes, new byte[50]));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var released = new AtomicInteger();
            var slice = new FileSlice(channel, 100, bytes.length, released::incrementAndGet);
            var reply = new Reply.Message(response(slice, records), Errors.NONE, List.of(slice), List.of());
            List<Piece> pieces =
                    ReplyEncoder.encode(request(ApiKeys.FETCH, version), reply, PooledByteBufAllocator.DEFAULT);

            assertThat(join(pieces.stream().map(ReplyEncoderTest::content).toArray(byte[][]::new)))
                    .isEqualTo(withLength(
                            Frames.response(ApiKeys.FETCH, version, CORRELATION_ID, response(records, records))));
            assertThat(pieces).filteredOn(Piece.File.class::isInstance).hasSize(1);
            pieces.forEach(Piece::drop);
            assertThat(released).hasValue(1);
        }
    }

    private static FetchResponseData response(BaseRecords first, BaseRecords second) {
        var topic = new FetchableTopicResponse().setTopic("orders");
        topic.partitions()
                .add(new PartitionData()
                        .setPartitionIndex(0)
                        .setHighWatermark(6)
                        .setRecords(first)
                        .setAbortedTransactions(List.of(
                                new AbortedTransaction().setProducerId(3).setFirstOffset(1))));
        topic.partitions()
                .add(new PartitionData().setPartitionIndex(1).setRecords(second).setAbortedTransactions(null));
        var response = new FetchResponseData();
        response.responses().add(topic);
        return response;
    }

    private static byte[] content(Piece piece) {
        try {
            return switch (piece) {
                case Piece.Bytes part -> ByteBufUtil.getBytes(part.buffer());
                case Piece.File part -> {
                    var bytes = ByteBuffer.allocate(part.length());
                    part.slice().channel().read(bytes, part.slice().position());
                    yield bytes.array();
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(all::put);
        return all.array();
    }
}
