package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.connection.Call;
import dev.weir.dataplane.kafka.upstream.connection.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.network.ByteBufferSend;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A client's request passed on as it is, but for the correlation id: that is unique for a client's connection only, and
 * many share ours.
 */
final class FrameCall implements Call {
    private static final int CORRELATION_AT = 4;
    private static final int AFTER_CORRELATION = 8;

    private final ByteBuffer frame;
    private final boolean expectsResponse;
    private final long deadline;
    private final Outcome outcome;

    interface Outcome {
        void answered(ByteBuffer response);

        void sent();

        void failed(Failure failure);
    }

    FrameCall(ByteBuffer frame, boolean expectsResponse, long deadline, Outcome outcome) {
        this.frame = frame.duplicate();
        this.expectsResponse = expectsResponse;
        this.deadline = deadline;
        this.outcome = outcome;
    }

    /** The name of the API that a request frame is for, for metrics. */
    static String api(ByteBuffer frame) {
        short key = frame.getShort(frame.position());
        return ApiKeys.hasId(key) ? ApiKeys.forId(key).name : "unknown";
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public boolean expectsResponse() {
        return expectsResponse;
    }

    @Override
    public Send encode(int correlationId, NodeApiVersions versions) {
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + AFTER_CORRELATION)
                .putInt(frame.remaining())
                .putInt(frame.getInt(frame.position()))
                .putInt(correlationId)
                .flip();
        ByteBuffer rest = frame.slice(frame.position() + AFTER_CORRELATION, frame.remaining() - AFTER_CORRELATION);
        return new ByteBufferSend(head, rest);
    }

    @Override
    public void received(NetworkReceive memory) {
        ByteBuffer response = memory.payload();
        if (response.isDirect()) {
            response = ByteBuffer.allocate(response.remaining()).put(response).flip();
        }
        close(memory);
        response.putInt(0, frame.getInt(frame.position() + CORRELATION_AT));
        outcome.answered(response);
    }

    @Override
    public void sent() {
        outcome.sent();
    }

    @Override
    public void failed(Failure failure) {
        outcome.failed(failure);
    }

    private static void close(NetworkReceive memory) {
        try {
            memory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
