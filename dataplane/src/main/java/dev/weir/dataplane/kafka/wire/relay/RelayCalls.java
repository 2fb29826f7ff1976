package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Lane;
import dev.weir.dataplane.kafka.upstream.Relay;
import dev.weir.dataplane.kafka.wire.frame.Frames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests that the front itself has for upstream. */
public final class RelayCalls {
    private static final String CLIENT_ID = "weir";

    private final Relay relay;

    public RelayCalls(Relay relay) {
        this.relay = relay;
    }

    /** The newest version, up to the given one, that upstream has too; the given one while nothing is known of it. */
    public short version(String upstream, ApiKeys api, short max) {
        ApiVersionRanges.Range range = relay.versions(upstream).apis().get(api);
        return range == null ? max : (short) Math.max(api.oldestVersion(), Math.min(max, range.max()));
    }

    /**
     * Asks upstream.
     *
     * @param version one that upstream has
     * @return the response body, or a failure where there was none or it cannot be read
     */
    public <T extends ApiMessage> CompletableFuture<T> call(
            String upstream,
            Destination to,
            Lane lane,
            short version,
            ApiMessage request,
            Class<T> response,
            Duration timeout) {
        ApiKeys api = ApiKeys.forId(request.apiKey());
        ByteBuffer frame;
        try {
            frame = Frames.request(api, version, 0, CLIENT_ID, request);
        } catch (RuntimeException e) { // a field that this version cannot carry
            return CompletableFuture.failedFuture(e);
        }
        return relay.send(upstream, to, lane, frame, timeout)
                .thenApply(bytes ->
                        response.cast(Frames.readResponse(api, version, bytes).data()));
    }
}
