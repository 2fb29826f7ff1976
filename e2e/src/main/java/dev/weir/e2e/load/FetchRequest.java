package dev.weir.e2e.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A Fetch request of one partition, version 4: the oldest that brokers still answer, and the simplest to write and
 * read.
 *
 * <p>Beside sizes: api key 1, no session, records that are not committed too.
 */
final class FetchRequest {
    /** What the answer has in front of the records: they begin after that many bytes. */
    private static final int RESPONSE_HEADER_WITHOUT_TOPIC = 4 + 4 + 4 + 4 + 2 + 4 + 4 + 2 + 8 + 8 + 4 + 4;

    private static final short FETCH = 1;
    private static final short VERSION = 4;
    private static final int MAX_WAIT_MILLIS = 500;
    private static final int MAX_BYTES = 50 * 1024 * 1024;

    private final byte[] topic;
    private final int partition;
    private final int partitionBytes;

    FetchRequest(String topic, int partition, int partitionBytes) {
        this.topic = topic.getBytes(StandardCharsets.UTF_8);
        this.partition = partition;
        this.partitionBytes = partitionBytes;
    }

    int responseHeaderBytes() {
        return RESPONSE_HEADER_WITHOUT_TOPIC + topic.length;
    }

    ByteBuffer at(long offset, int correlationId) {
        byte[] client = {'b', 'e', 'n', 'c', 'h'};
        ByteBuffer request = ByteBuffer.allocate(128 + topic.length);
        request.putInt(0).putShort(FETCH).putShort(VERSION).putInt(correlationId);
        request.putShort((short) client.length).put(client);
        int consumer = -1;
        request.putInt(consumer)
                .putInt(MAX_WAIT_MILLIS)
                .putInt(1)
                .putInt(MAX_BYTES)
                .put((byte) 0);
        request.putInt(1).putShort((short) topic.length).put(topic);
        request.putInt(1).putInt(partition).putLong(offset).putInt(partitionBytes);
        request.putInt(0, request.position() - 4);
        return request.flip();
    }

    /** From the header of the answer. */
    Answer answer(ByteBuffer header) {
        int records = header.getInt(responseHeaderBytes() - 4);
        int error = header.getShort(responseHeaderBytes() - 26);
        return new Answer(error, records);
    }

    /** Kafka's error code, 0 for none, and how many bytes of records follow. */
    record Answer(int error, int recordBytes) {}
}
