package dev.weir.dataplane.http.origin;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The servers of an origin. Of those that are not left alone the one with the fewest requests under way is asked, and
 * of several such each in turn.
 */
final class ServerSet implements Origin {
    private final OriginSettings settings;
    private final InstantSource clock;
    private final List<Server> servers;
    private final @Nullable ClientTls tls;
    private final CompletableFuture<Void> lookedUp = new CompletableFuture<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Runnable closing;

    /** @param closing run once, when it is closed */
    ServerSet(
            OriginSettings settings,
            InstantSource clock,
            List<Server> servers,
            @Nullable ClientTls tls,
            Runnable closing) {
        this.settings = settings;
        this.clock = clock;
        this.servers = servers;
        this.tls = tls;
        this.closing = closing;
    }

    OriginSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    List<Server> list() {
        return servers;
    }

    /** Requests that wait for the first names go on. */
    void markLookedUp() {
        lookedUp.complete(null);
    }

    /** Done when every name has been looked up once. */
    CompletableFuture<Void> lookedUp() {
        return lookedUp;
    }

    @Override
    public OriginCall send(OriginRequest request, OriginAnswer answer, EventLoop loop) {
        var sending = new Sending(this, request, answer, loop);
        sending.start();
        return sending;
    }

    @Override
    public List<ServerState> servers() {
        return servers.stream().map(Server::state).toList();
    }

    @Override
    public @Nullable String secretsProblem() {
        return tls == null ? null : tls.problem();
    }

    @Override
    public void close() {
        closing.run();
        servers.forEach(Server::retire);
    }

    /** Which is to be asked next; null when no name has an address. */
    @Nullable
    Endpoint pick(Set<Endpoint> tried) {
        List<Endpoint> all = endpoints();
        Endpoint best = null;
        Endpoint soonest = null;
        int first = all.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), all.size());
        for (int i = 0; i < all.size(); i++) {
            Endpoint each = all.get((first + i) % all.size());
            if (tried.contains(each) && tried.size() < all.size()) {
                continue;
            }
            if (!each.health().isAsked()) {
                soonest = soonest == null
                                || soonest.health().due() - each.health().due() > 0
                        ? each
                        : soonest;
            } else if (best == null || each.underWay().get() < best.underWay().get()) {
                best = each;
            }
        }
        return best == null ? soonest : best;
    }

    /** Whether there is one that was not tried. */
    boolean hasMore(Set<Endpoint> tried) {
        return !tried.containsAll(endpoints());
    }

    /** Why there is no address to send to. */
    String unresolved() {
        for (Server server : servers) {
            String why = server.unresolved();
            if (why != null) {
                return why;
            }
        }
        return "no name has been looked up yet";
    }

    private List<Endpoint> endpoints() {
        if (servers.size() == 1) {
            return servers.getFirst().endpoints();
        }
        var all = new ArrayList<Endpoint>();
        servers.forEach(server -> all.addAll(server.endpoints()));
        return all;
    }
}
