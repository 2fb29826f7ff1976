package dev.weir.dataplane.kafka.wire.frame;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who sent a request: one connection, as those see it who answer. */
public final class Client {
    private final Channel channel;
    private @Nullable Runnable hurry;
    private boolean hurried;
    private @Nullable Runnable held;

    public Client(Channel channel) {
        this.channel = channel;
    }

    /** The thread of the connection: what is kept for this client is used there only. */
    public EventExecutor executor() {
        return channel.eventLoop();
    }

    /** The address by which the client reached this process; null when the connection is gone or has none. */
    public @Nullable InetSocketAddress localAddress() {
        return channel.localAddress() instanceof InetSocketAddress address ? address : null;
    }

    /** For log lines. */
    public String remote() {
        return String.valueOf(channel.remoteAddress());
    }

    /** Differs between any two connections. */
    public String id() {
        return channel.id().asLongText();
    }

    /**
     * Says what this client holds from one request to the next. It is given back when the connection closes, or when
     * the client holds something else instead. On the executor.
     */
    public void holds(Runnable giveBack) {
        Runnable before = held;
        held = giveBack;
        if (before != null) {
            before.run();
        } else {
            channel.closeFuture().addListener(closed -> giveBack());
        }
    }

    private void giveBack() {
        Runnable last = held;
        held = null;
        if (last != null) {
            last.run();
        }
    }

    /**
     * Names what brings the request in progress to its answer sooner, for when the listener goes away. On the executor.
     *
     * @param action null when there is nothing any more to hurry
     */
    public void ifHurried(@Nullable Runnable action) {
        hurry = action;
        if (hurried && action != null) {
            action.run();
        }
    }

    void hurry() {
        hurried = true;
        Runnable action = hurry;
        if (action != null) {
            action.run();
        }
    }
}
