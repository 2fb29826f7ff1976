package dev.weir.dataplane.kafka.upstream.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.network.Send;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to a broker. It is of use once the channel is ready (TLS and SASL done) and the broker has told
 * which versions it speaks. The selector takes one request at a time for sending; brokers answer in the order of the
 * requests.
 */
final class Connection {
    /** Kafka's SASL client keeps the last few correlation ids to itself. */
    private static final int CORRELATION_MAX = 1 << 30;

    private final String id;
    private final Selector selector;
    private final Line line;
    private final int inFlightMax;
    private final int round;
    private final long setupDeadline;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private @Nullable NodeApiVersions versions;
    private boolean negotiating;
    private boolean sending;
    private boolean useful;
    private boolean retiring;
    private int correlationId;

    Connection(String id, Selector selector, Line line, ConnectionSettings settings, long now) {
        this.id = id;
        this.selector = selector;
        this.line = line;
        this.inFlightMax = settings.inFlightMax();
        this.round = line.broker().round();
        this.setupDeadline = now + settings.setupTimeout().toMillis();
    }

    private static final class InFlight {
        private final int correlationId;
        private final Call call;
        private boolean abandoned;

        InFlight(int correlationId, Call call) {
            this.correlationId = correlationId;
            this.call = call;
        }

        boolean isExpired(long now) {
            return !abandoned && now >= call.deadline();
        }
    }

    String id() {
        return id;
    }

    Line line() {
        return line;
    }

    int round() {
        return round;
    }

    /** Whether the broker has answered anything but the first question. */
    boolean useful() {
        return useful;
    }

    boolean isSettingUp() {
        return versions == null;
    }

    boolean isReady() {
        return versions != null;
    }

    int load() {
        return inFlight.size();
    }

    boolean canSend() {
        return versions != null && !sending && inFlight.size() < inFlightMax && selector.isChannelReady(id);
    }

    /** Takes no further calls and is closed as soon as those under way have ended. */
    void retire() {
        retiring = true;
    }

    boolean isRetired() {
        return retiring && inFlight.isEmpty();
    }

    /** While setting up: asks for the versions when TLS and SASL are done. */
    void maybeNegotiate() {
        if (!negotiating && selector.isChannelReady(id)) {
            negotiating = true;
            transmit(new VersionCall(this, setupDeadline));
        }
    }

    void renegotiate(VersionCall call) {
        transmit(call);
    }

    void negotiated(NodeApiVersions told) {
        versions = told;
        line.connected(this, told);
    }

    void send(Call call) {
        transmit(call);
    }

    private void transmit(Call call) {
        int correlation = correlationId;
        correlationId = correlation == CORRELATION_MAX ? 0 : correlation + 1;
        Send encoded;
        try {
            encoded = call.encode(correlation, versions == null ? VersionCall.UNKNOWN : versions);
        } catch (UnsupportedVersionException e) {
            call.failed(new Failure(Failure.Kind.UNSUPPORTED, Objects.requireNonNullElse(e.getMessage(), "")));
            return;
        }
        inFlight.add(new InFlight(correlation, call));
        sending = true;
        selector.send(new NetworkSend(id, encoded));
    }

    void sendCompleted() {
        sending = false;
        InFlight last = inFlight.peekLast();
        if (last != null && !last.call.expectsResponse()) {
            inFlight.removeLast();
            if (!last.abandoned) {
                last.call.sent();
            }
        }
        line.progressed(this);
    }

    /** What is wrong with the response, or null. */
    @Nullable
    String received(NetworkReceive response) {
        InFlight asked = inFlight.peek();
        if (asked == null) {
            BrokerConnections.close(response);
            return "a response to nothing that was asked";
        }
        int correlation = response.payload().remaining() < Integer.BYTES
                ? -1
                : response.payload().getInt(0);
        if (correlation != asked.correlationId) {
            BrokerConnections.close(response);
            return "a response with correlation id " + correlation + " where " + asked.correlationId + " was due";
        }
        inFlight.remove();
        boolean ready = versions != null;
        String problem = end(asked, response);
        if (problem == null) {
            useful |= ready;
            line.progressed(this);
        }
        return problem;
    }

    /** What is wrong with the response, or null. The call has ended either way. */
    private static @Nullable String end(InFlight asked, NetworkReceive response) {
        if (asked.abandoned) {
            BrokerConnections.close(response);
            return null;
        }
        try {
            asked.call.received(response);
            return null;
        } catch (RuntimeException e) {
            String problem = "a response that cannot be understood (" + e + ")";
            asked.call.failed(Failure.unanswered("the broker sent " + problem));
            return problem;
        }
    }

    /** Why the connection must be given up, or null. */
    @Nullable
    String expire(long now) {
        if (isSettingUp() && now >= setupDeadline) {
            return "it did not get ready in time";
        }
        InFlight first = inFlight.peek();
        if (first != null && first.isExpired(now)) {
            return "a request was not answered in time";
        }
        // the others may only have waited behind it
        List<InFlight> late =
                inFlight.stream().filter(one -> one.isExpired(now)).toList();
        for (InFlight one : late) {
            one.abandoned = true;
            one.call.failed(Failure.unanswered("no response in time"));
        }
        return null;
    }

    /** Fails what was under way; the connection is closed. */
    void closed(String reason) {
        InFlight one;
        while ((one = inFlight.poll()) != null) {
            if (!one.abandoned) {
                one.call.failed(Failure.unanswered(reason));
            }
        }
    }
}
