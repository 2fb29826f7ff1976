package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.origin.OriginFailure.Kind;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request until it is answered, over all attempts. Before the answer has begun, and while nothing of the content was
 * taken from the client, it is sent again
 *
 * <ul>
 *   <li>at no cost where no connection could be made and another address is left to try, as long as the time for
 *       connecting lasts;
 *   <li>at no cost, a few times, where the server cannot have seen it or closed a connection that had been idle;
 *   <li>otherwise as often as the settings allow retries: what may have reached the server only if it is idempotent.
 * </ul>
 *
 * On its loop.
 */
final class Sending implements OriginCall {
    private static final int RENEWALS_MAX = 3;

    private final ServerSet servers;
    private final OriginRequest request;
    private final OriginAnswer answer;
    private final EventLoop loop;
    private final Set<Endpoint> tried = new HashSet<>(2);
    private final long began = System.nanoTime();
    private int retries;
    private int renewals = RENEWALS_MAX;
    private @Nullable Attempt attempt;
    private boolean flowing = true;
    private boolean over;

    Sending(ServerSet servers, OriginRequest request, OriginAnswer answer, EventLoop loop) {
        this.servers = servers;
        this.request = request;
        this.answer = answer;
        this.loop = loop;
        this.retries = servers.settings().retries();
    }

    /** What it tells, it tells when whoever sends has got the call. */
    void start() {
        if (servers.lookedUp().isDone()) {
            loop.execute(this::next);
        } else {
            var limit = new Deadline(loop, this::next);
            limit.set(servers.settings().timeouts().connect());
            servers.lookedUp()
                    .thenRun(() -> loop.execute(() -> {
                        limit.end();
                        next();
                    }));
        }
    }

    OriginRequest request() {
        return request;
    }

    OriginAnswer answer() {
        return answer;
    }

    EventLoop loop() {
        return loop;
    }

    ServerSet servers() {
        return servers;
    }

    boolean isFlowing() {
        return flowing;
    }

    @Override
    public void flow(boolean on) {
        flowing = on;
        if (attempt != null) {
            attempt.flow(on);
        }
    }

    @Override
    public void cancel() {
        over = true;
        if (attempt != null) {
            attempt.abandon();
        }
    }

    /** It is answered. */
    void done() {
        over = true;
    }

    void failed(Attempt failed, Kind kind, String what, Carrier.Reach reach) {
        if (over) {
            return;
        }
        boolean again = !failed.isCommitted() && kind != Kind.CLIENT && isSentAgain(kind, reach);
        if (!again) {
            tell(new OriginFailure(kind, failed.endpoint() + " " + what));
        } else if (reach == Carrier.Reach.STALE || reach == Carrier.Reach.REFUSED) {
            ask(failed.endpoint(), true);
        } else {
            next();
        }
    }

    private boolean isSentAgain(Kind kind, Carrier.Reach reach) {
        return switch (reach) {
            case NOWHERE -> (kind != Kind.TIMEOUT && isTimeLeft() && servers.hasMore(tried)) || retries-- > 0;
            case REFUSED -> renewals-- > 0;
            case STALE -> request.idempotent() && renewals-- > 0;
            case SENT -> request.idempotent() && retries-- > 0;
        };
    }

    private boolean isTimeLeft() {
        return System.nanoTime() - began
                < servers.settings().timeouts().connect().toNanos();
    }

    private void next() {
        if (over || (attempt != null && !attempt.isOver())) {
            return;
        }
        Endpoint endpoint = servers.pick(tried);
        if (endpoint == null) {
            servers.list().getFirst().meters().failed(Kind.UNREACHABLE);
            tell(new OriginFailure(Kind.UNREACHABLE, servers.unresolved()));
        } else {
            tried.add(endpoint);
            ask(endpoint, false);
        }
    }

    private void ask(Endpoint endpoint, boolean fresh) {
        var next = new Attempt(this, endpoint);
        if (attempt != null) {
            endpoint.server().meters().retries().increment();
        }
        attempt = next;
        next.start(fresh);
    }

    private void tell(OriginFailure failure) {
        over = true;
        answer.failed(failure);
    }
}
