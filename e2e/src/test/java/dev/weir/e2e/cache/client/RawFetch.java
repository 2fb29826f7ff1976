package dev.weir.e2e.cache.client;

import dev.weir.e2e.Patience;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** A connection on which partitions are fetched in one version of the protocol, as bytes. */
public final class RawFetch implements AutoCloseable {
    private static final int WAIT_MILLIS = 500;
    private static final int PARTITION_BYTES = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final short version;
    private int correlationId;

    private RawFetch(Socket socket, short version) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.version = version;
    }

    public static RawFetch connect(String address, short version) throws IOException {
        String[] parts = address.split(":", -1);
        var socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        socket.setSoTimeout(Patience.millis());
        return new RawFetch(socket, version);
    }

    /** The batches from that offset to the end, byte for byte; each once. */
    public byte[] read(Uuid topicId, TopicPartition partition, long from, long end) throws IOException {
        var bytes = new ByteArrayOutputStream();
        long offset = from;
        while (offset < end) {
            for (RecordBatch batch : fetch(topicId, partition, offset).batches()) {
                if (batch.lastOffset() >= offset) {
                    ByteBuffer copy = ByteBuffer.allocate(batch.sizeInBytes());
                    batch.writeTo(copy);
                    bytes.writeBytes(copy.array());
                    offset = batch.nextOffset();
                }
            }
        }
        return bytes.toByteArray();
    }

    /** What is answered to one fetch there, when there is nothing to read. */
    public Errors errorAt(Uuid topicId, TopicPartition partition, long offset) throws IOException {
        FetchResponseData.PartitionData data = ask(topicId, partition, offset);
        if (FetchResponse.recordsSize(data) > 0) {
            throw new AssertionError("there are records at offset " + offset + " of " + partition);
        }
        return Errors.forCode(data.errorCode());
    }

    private MemoryRecords fetch(Uuid topicId, TopicPartition partition, long offset) throws IOException {
        FetchResponseData.PartitionData data = ask(topicId, partition, offset);
        Errors.forCode(data.errorCode()).maybeThrow();
        return (MemoryRecords) FetchResponse.recordsOrFail(data);
    }

    private FetchResponseData.PartitionData ask(Uuid topicId, TopicPartition partition, long offset)
            throws IOException {
        var what = new FetchRequest.PartitionData(topicId, offset, -1, PARTITION_BYTES, Optional.empty());
        var request = FetchRequest.Builder.forConsumer(version, WAIT_MILLIS, 1, Map.of(partition, what))
                .build(version);
        var header = new RequestHeader(ApiKeys.FETCH, version, "raw", correlationId++);
        ByteBuffer frame = request.serializeWithHeader(header);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(4 + frame.remaining())
                        .putInt(frame.remaining())
                        .put(frame)
                        .array());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        var readable = new ByteBufferAccessor(ByteBuffer.wrap(answer));
        ResponseHeader.parse(readable.buffer(), header.headerVersion() >= 2 ? (short) 1 : 0);
        return FetchResponse.parse(readable, version)
                .data()
                .responses()
                .getFirst()
                .partitions()
                .getFirst();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
