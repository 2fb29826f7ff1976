package dev.weir.dataplane.kafka.upstream.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.SendBuilder;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A request of our own, written in the newest version that both sides speak.
 *
 * @param <T> the response
 */
public final class MessageCall<T extends ApiMessage> implements Call {
    private final Request request;
    private final String clientId;
    private final long deadline;
    private final Class<T> type;
    private final Consumer<Response<T>> answered;
    private final Consumer<Failure> failed;
    private short version;

    /** What is asked, and the versions in which it can be asked. */
    public record Request(ApiKeys api, int oldest, int newest, Body body) {}

    @FunctionalInterface
    public interface Body {
        ApiMessage inVersion(short version);
    }

    public MessageCall(
            Request request,
            String clientId,
            long deadline,
            Class<T> type,
            Consumer<Response<T>> answered,
            Consumer<Failure> failed) {
        this.request = request;
        this.clientId = clientId;
        this.deadline = deadline;
        this.type = type;
        this.answered = answered;
        this.failed = failed;
    }

    /** The response, in memory that is gone when the handler returns, unless it takes it. */
    public static final class Response<T> {
        private final T message;
        private final short version;
        private final NetworkReceive memory;
        private boolean taken;

        private Response(T message, short version, NetworkReceive memory) {
            this.message = message;
            this.version = version;
            this.memory = memory;
        }

        public T message() {
            return message;
        }

        public short version() {
            return version;
        }

        public int bytes() {
            return memory.size();
        }

        /** From now on the caller closes it. */
        public NetworkReceive takeMemory() {
            taken = true;
            return memory;
        }
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Send encode(int correlationId, NodeApiVersions versions) {
        version = versions.latestUsableVersion(request.api, (short) request.oldest, (short) request.newest);
        var header = new RequestHeader(request.api, version, clientId, correlationId);
        return SendBuilder.buildRequestSend(header, request.body.inVersion(version));
    }

    @Override
    public void received(NetworkReceive memory) {
        ApiMessage message = request.api.messageType.newResponse();
        try {
            var readable = new ByteBufferAccessor(memory.payload());
            new ResponseHeaderData(readable, request.api.responseHeaderVersion(version));
            message.read(readable, version);
        } catch (RuntimeException e) {
            close(memory);
            throw e;
        }
        var response = new Response<>(type.cast(message), version, memory);
        try {
            answered.accept(response);
        } finally {
            if (!response.taken) {
                close(memory);
            }
        }
    }

    @Override
    public void failed(Failure failure) {
        failed.accept(failure);
    }

    private static void close(NetworkReceive memory) {
        try {
            memory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
