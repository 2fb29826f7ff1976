package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.wire.frame.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/** Upstream's brokers as the relay sees them: a test says what each answers. */
public final class FakeRelay implements Relay {
    public final List<Sent> sent = new CopyOnWriteArrayList<>();
    public final List<Destination.Coordinator> forgotten = new CopyOnWriteArrayList<>();
    /** What is sent and has no response has left when this is complete. */
    public volatile CompletableFuture<Void> leaves = CompletableFuture.completedFuture(null);

    private volatile Broker broker = request -> null;
    private volatile ApiVersionRanges versions = new ApiVersionRanges(Map.of(), Map.of(), Map.of(), -1);

    /** A request that reached upstream. */
    public record Sent(String upstream, Destination to, Lane lane, ApiKeys api, short version, ApiMessage body) {
        public <T extends ApiMessage> T body(Class<T> type) {
            return type.cast(body);
        }
    }

    /** Answers requests; null where there is nobody. */
    @FunctionalInterface
    public interface Broker {
        @Nullable
        ApiMessage answer(Sent request);
    }

    public void answer(Broker next) {
        broker = next;
    }

    public void versions(ApiVersionRanges next) {
        versions = next;
    }

    @Override
    public CompletableFuture<ByteBuffer> send(
            String upstream, Destination to, Lane lane, ByteBuffer frame, Duration timeout) {
        Sent request = read(upstream, to, lane, frame);
        sent.add(request);
        return CompletableFuture.supplyAsync(() -> {
            ApiMessage answer = broker.answer(request);
            if (answer == null) {
                throw new CompletionException(new IOException("upstream is away"));
            }
            return Frames.response(request.api(), request.version(), frame.getInt(frame.position() + 4), answer);
        });
    }

    @Override
    public CompletableFuture<Void> sendWithoutResponse(
            String upstream, Destination to, Lane lane, ByteBuffer frame, Duration timeout) {
        sent.add(read(upstream, to, lane, frame));
        return leaves.thenRunAsync(() -> {});
    }

    private static Sent read(String upstream, Destination to, Lane lane, ByteBuffer frame) {
        ApiKeys api = ApiKeys.forId(frame.getShort(frame.position()));
        short version = frame.getShort(frame.position() + 2);
        var in = new ByteBufferAccessor(frame.duplicate());
        new RequestHeaderData(in, api.requestHeaderVersion(version));
        ApiMessage body = api.messageType.newRequest();
        body.read(in, version);
        return new Sent(upstream, to, lane, api, version, body);
    }

    @Override
    public ApiVersionRanges versions(String upstream) {
        return versions;
    }

    @Override
    public void forgetCoordinator(String upstream, Destination.Coordinator coordinator) {
        forgotten.add(coordinator);
    }
}
