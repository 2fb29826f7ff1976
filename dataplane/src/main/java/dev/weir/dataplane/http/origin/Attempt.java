package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.origin.OriginFailure.Kind;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that is sent to one address of a server, with the limits of time that it has. */
final class Attempt implements Pool.Taker, Carrier.Observer {
    private final Sending sending;
    private final Endpoint endpoint;
    private final OriginSettings.Timeouts timeouts;
    private final Deadline deadline;
    private Phase phase = Phase.CONNECTING;
    private @Nullable Pool pool;
    private Pool.@Nullable Waiting waiting;
    private @Nullable Carrier carrier;
    private @Nullable Sluice sluice;
    private long sentMillis;
    private long sentNanos;
    private boolean committed;

    private enum Phase {
        CONNECTING,
        /** Whether the server wants the content. */
        EXPECTING,
        UPLOADING,
        AWAITING,
        RECEIVING,
        OVER
    }

    Attempt(Sending sending, Endpoint endpoint) {
        this.sending = sending;
        this.endpoint = endpoint;
        this.timeouts = sending.servers().settings().timeouts();
        this.deadline = new Deadline(sending.loop(), this::overdue);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether it cannot be repeated: content was taken, or the answer has begun. */
    boolean isCommitted() {
        return committed;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    void start(boolean fresh) {
        endpoint.underWay().incrementAndGet();
        deadline.set(timeouts.connect());
        Pool from = endpoint.pool(sending.loop(), sending.request().upgrade() != null);
        pool = from;
        Pool.Waiting place = from.acquire(this, fresh);
        if (phase == Phase.CONNECTING) {
            waiting = place;
        }
    }

    @Override
    public void given(Connection connection) {
        waiting = null;
        sentMillis = sending.servers().clock().millis();
        sentNanos = System.nanoTime();
        meters().requests().increment();
        OriginRequest request = sending.request();
        phase = Phase.AWAITING;
        Carrier carries = connection.carry(request, this);
        if (isOver()) {
            return;
        }
        carrier = carries;
        if (!sending.isFlowing()) {
            carries.read(false);
        }
        if (request.content().length() == 0) {
            sent();
        } else if (Heads.expectsContinue(request)) {
            phase = Phase.EXPECTING;
            deadline.set(timeouts.expectation());
        } else {
            upload();
        }
    }

    @Override
    public void refused(Kind kind, String what) {
        fail(kind, what, Carrier.Reach.NOWHERE);
    }

    void flow(boolean on) {
        if (carrier == null || isOver()) {
            return;
        }
        carrier.read(on);
        if (phase == Phase.RECEIVING) {
            restart();
        }
    }

    void abandon() {
        if (isOver()) {
            return;
        }
        if (waiting != null && pool != null) {
            pool.leave(waiting);
        }
        Carrier carries = carrier;
        finish();
        if (carries != null) {
            carries.abandon(false);
        }
    }

    /** The request is whole. */
    void sent() {
        if (phase == Phase.UPLOADING || phase == Phase.AWAITING) {
            phase = Phase.AWAITING;
            deadline.set(timeouts.firstByte());
        }
    }

    /** The client broke off. */
    void broken(String why) {
        if (!isOver()) {
            Carrier carries = carrier;
            fail(Kind.CLIENT, "was not sent the whole request: " + why, Carrier.Reach.SENT);
            if (carries != null) {
                carries.abandon(false);
            }
        }
    }

    /** Told by the sluice: the server takes more of the content, or does not. */
    void pace(boolean taken) {
        if (phase == Phase.UPLOADING) {
            if (taken) {
                deadline.clear();
            } else {
                deadline.set(timeouts.idle());
            }
        }
    }

    @Override
    public void proceed() {
        if (phase == Phase.EXPECTING) {
            upload();
        }
    }

    @Override
    public void informational(ResponseHead head) {
        sending.answer().informational(head);
    }

    @Override
    public void head(ResponseHead head, long length) {
        committed = true;
        phase = Phase.RECEIVING;
        restart();
        meters().latency().record(System.nanoTime() - sentNanos, TimeUnit.NANOSECONDS);
        endpoint.health().answered(head.status());
        sending.answer().head(head, sentMillis, length);
    }

    @Override
    public void content(ByteBuf bytes) {
        restart();
        sending.answer().content(bytes);
    }

    @Override
    public void end(Fields trailers) {
        finish();
        sending.done();
        sending.answer().end(trailers);
    }

    @Override
    public void failed(Kind kind, String what, Carrier.Reach reach) {
        fail(kind, what, reach);
    }

    @Override
    public void switched(ResponseHead head, Channel connection) {
        committed = true;
        endpoint.health().answered(head.status());
        finish();
        sending.done();
        sending.answer().switched(head, connection);
    }

    @Override
    public void writability() {
        if (sluice != null) {
            sluice.writability();
        }
    }

    private void upload() {
        Carrier carries = carrier;
        if (carries == null) {
            return;
        }
        phase = Phase.UPLOADING;
        deadline.clear();
        committed = true;
        Upload upload = sending.request().content();
        var opened = new Sluice(this, upload, carries);
        sluice = opened;
        upload.start(opened);
        opened.writability();
    }

    private void restart() {
        if (isOver()) {
            return;
        }
        if (sending.isFlowing()) {
            deadline.set(timeouts.idle());
        } else {
            deadline.clear();
        }
    }

    private void overdue() {
        Carrier carries = carrier;
        String what = switch (phase) {
            case CONNECTING -> null;
            case EXPECTING -> {
                upload();
                yield null;
            }
            case UPLOADING -> "took no more of the request for " + Durations.text(timeouts.idle());
            case AWAITING -> "did not begin to answer within " + Durations.text(timeouts.firstByte());
            case RECEIVING -> "stopped in the middle of its answer for " + Durations.text(timeouts.idle());
            case OVER -> null;
        };
        if (phase == Phase.CONNECTING) {
            waitedInVain();
        } else if (what != null && carries != null) {
            // first, so that nothing is told of its end
            carries.abandon(true);
            fail(Kind.TIMEOUT, what, Carrier.Reach.SENT);
        }
    }

    private void waitedInVain() {
        boolean connecting = false;
        if (waiting != null && pool != null) {
            connecting = pool.isBeingConnected(waiting);
            pool.leave(waiting);
        }
        String limit = Durations.text(timeouts.connect());
        fail(
                connecting ? Kind.TIMEOUT : Kind.OVERLOADED,
                (connecting ? "cannot be connected to within " : "had no connection free within ") + limit,
                Carrier.Reach.NOWHERE);
    }

    private void fail(Kind kind, String what, Carrier.Reach reach) {
        if (isOver()) {
            return;
        }
        if (reach == Carrier.Reach.SENT || reach == Carrier.Reach.NOWHERE) {
            meters().failed(kind);
        }
        if (reach == Carrier.Reach.SENT && kind != Kind.CLIENT) {
            endpoint.health().failed(what);
        }
        finish();
        sending.failed(this, kind, what, reach);
    }

    private ServerMeters meters() {
        return endpoint.server().meters();
    }

    private void finish() {
        phase = Phase.OVER;
        deadline.end();
        endpoint.underWay().decrementAndGet();
        if (sluice != null) {
            sluice.close();
        }
    }
}
