package dev.weir.dataplane.net;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private static final Duration GRACE = Duration.ofMillis(300);
    private static final Duration LONG_GRACE = Duration.ofMinutes(1);

    private final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "test", 2);
    private final Listeners listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), GRACE);
    private final AtomicInteger drained = new AtomicInteger();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void aClaimedPortAnswersOnlyAfterTheCommit() throws IOException {
        Listeners.Change change = listeners.change();
        Listener listener = claimed(claim(change, "orders", "kafka", 0, greeting("hello")));

        try (Socket early = connect(listener.port())) {
            early.setSoTimeout(200);
            assertThatThrownBy(() -> early.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            change.commit();

            early.setSoTimeout(Patience.millis());
            assertThat(greetingOf(early)).isEqualTo("hello");
        }
    }

    @Test
    void anAbortedChangeClosesWhatItOpenedAndLeavesTheRest() throws IOException {
        Listeners.Change first = listeners.change();
        Listener kept = claimed(claim(first, "orders", "kafka", 0, greeting("kept")));
        first.commit();

        Listeners.Change second = listeners.change();
        claim(second, "orders", "kafka", 0, greeting("changed"));
        Listener opened = claimed(claim(second, "prices", "kafka", 0, greeting("new")));
        second.abort();

        assertThat(greetingOf(kept.port())).isEqualTo("kept");
        assertThatThrownBy(() -> connect(opened.port())).isInstanceOf(ConnectException.class);
    }

    @Test
    void aPortThatAnotherProcessUsesIsNamed() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Claim claim = claim(listeners.change(), "orders", "kafka", other.getLocalPort(), greeting(""));

            assertThat(claim)
                    .isEqualTo(new Claim.Unavailable(
                            "port " + other.getLocalPort() + " is in use by another process",
                            "stop that process, or choose another port"));
        }
    }

    @Test
    void twoListenersCannotClaimOnePort() throws IOException {
        int port = freePort();
        Listeners.Change change = listeners.change();
        claimed(claim(change, "KafkaCacheBinding orders", "web", port, greeting("")));

        Claim second = claim(change, "HttpCache catalog", "http", port, greeting(""));

        assertThat(second)
                .isEqualTo(new Claim.Unavailable(
                        "port " + port + " is also asked for by the listener web of KafkaCacheBinding orders",
                        "give each listener a port of its own"));
        change.abort();
    }

    @Test
    void aReservedPortCannotBeClaimed() {
        listeners.reserve(9100, "management port");

        assertThat(claim(listeners.change(), "orders", "web", 9100, greeting("")))
                .isInstanceOfSatisfying(
                        Claim.Unavailable.class,
                        refused -> assertThat(refused.message())
                                .isEqualTo("port 9100 is also asked for by the management port"));
    }

    @Test
    void aPortGoesFromOneListenerToAnotherWithoutBeingClosed() throws IOException {
        int port = freePort();
        Listeners.Change first = listeners.change();
        Listener before = claimed(claim(first, "orders", "kafka", port, greeting("before")));
        first.commit();
        try (Socket old = connect(port)) {
            assertThat(greetingOf(old)).isEqualTo("before");

            Listeners.Change second = listeners.change();
            Listener after = claimed(claim(second, "renamed", "kafka", port, greeting("after")));
            Map<String, Drain> drains = second.commit();

            assertThat(after.boundPort()).isSameAs(before.boundPort());
            assertThat(greetingOf(port)).isEqualTo("after");
            requireNonNull(drains.get("orders")).done().join();
            assertThat(old.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void twoListenersCanSwapTheirPorts() throws IOException {
        int left = freePort();
        int right = freePort();
        Listeners.Change first = listeners.change();
        claimed(claim(first, "orders", "kafka", left, greeting("kafka")));
        claimed(claim(first, "orders", "web", right, greeting("web")));
        first.commit();

        Listeners.Change second = listeners.change();
        claimed(claim(second, "orders", "kafka", right, greeting("kafka")));
        claimed(claim(second, "orders", "web", left, greeting("web")));
        second.commit();

        assertThat(greetingOf(left)).isEqualTo("web");
        assertThat(greetingOf(right)).isEqualTo("kafka");
    }

    @Test
    void aListenerThatKeepsItsPortKeepsItsConnections() throws IOException {
        int port = freePort();
        Listeners.Change first = listeners.change();
        Listener listener = claimed(claim(first, "orders", "kafka", port, greeting("before")));
        first.commit();
        try (Socket old = connect(port)) {
            assertThat(greetingOf(old)).isEqualTo("before");

            Listeners.Change second = listeners.change();
            assertThat(claimed(claim(second, "orders", "kafka", port, greeting("after"))))
                    .isSameAs(listener);
            assertThat(second.commit()).isEmpty();

            assertThat(greetingOf(port)).isEqualTo("after");
            assertThat(listener.connections()).isGreaterThanOrEqualTo(1);
            assertThat(drained).hasValue(0);
        }
    }

    @Test
    void aListenerThatNobodyClaimsStopsAcceptingAndItsConnectionsAreToldThenClosed() throws IOException {
        Listeners.Change first = listeners.change();
        Listener listener = claimed(claim(first, "orders", "kafka", 0, greeting("hello")));
        first.commit();
        try (Socket open = connect(listener.port())) {
            assertThat(greetingOf(open)).isEqualTo("hello");

            Drain drain = requireNonNull(listeners.change().commit().get("orders"));

            assertThatThrownBy(() -> connect(listener.port())).isInstanceOf(ConnectException.class);
            await().until(() -> drained.get() == 1);
            await().until(() -> drain.done().isDone());
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void drainingEndsEarlyWhenTheLastConnectionCloses() throws IOException {
        Listeners.Change change = listeners.change();
        Listener listener = claimed(claim(change, "orders", "kafka", 0, greeting("hello")));
        change.commit();
        Drain drain;
        try (Socket open = connect(listener.port())) {
            assertThat(greetingOf(open)).isEqualTo("hello");
            drain = listeners.drain(LONG_GRACE);
            assertThat(drain.done()).isNotDone();
        }
        await().until(() -> drain.done().isDone());
    }

    @Test
    void aDrainCanBeCutShort() throws IOException {
        Listeners.Change change = listeners.change();
        Listener listener = claimed(claim(change, "orders", "kafka", 0, greeting("hello")));
        change.commit();
        try (Socket open = connect(listener.port())) {
            assertThat(greetingOf(open)).isEqualTo("hello");
            Drain drain = listeners.drain(LONG_GRACE);

            drain.closeNow();

            await().until(() -> drain.done().isDone());
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionsAreCountedAndThoseOverTheLimitRefused() throws IOException {
        var options = new ListenerOptions(1, 64 * 1024, 16);
        var meters = new SimpleMeterRegistry();
        Listeners.Change change = listeners.change();
        Listener listener = claimed(change.claim("orders", "kafka", 0, options, meters, greeting("hello")));
        change.commit();

        try (Socket first = connect(listener.port())) {
            assertThat(greetingOf(first)).isEqualTo("hello");
            assertThat(isClosedAtOnce(listener.port())).isTrue();
            assertThat(meters.get("weir.connections")
                            .tag("listener", "kafka")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(meters.get("weir.connections.refused").counter().count()).isEqualTo(1);
        }
        await().until(() -> meters.get("weir.connections").gauge().value() == 0);
        assertThat(greetingOf(listener.port())).isEqualTo("hello");
        assertThat(meters.get("weir.connections.opened").counter().count()).isEqualTo(2);
    }

    private static Claim claim(
            Listeners.Change change, String owner, String name, int port, ConnectionHandler handler) {
        return change.claim(owner, name, port, ListenerOptions.DEFAULT, new SimpleMeterRegistry(), handler);
    }

    private static Listener claimed(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Claimed.class);
        return ((Claim.Claimed) claim).listener();
    }

    /** Greets each connection, and takes note of those that are drained. */
    private ConnectionHandler greeting(String text) {
        return connection -> connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                ByteBuf greeting = Unpooled.copiedBuffer(text + "\n", StandardCharsets.UTF_8);
                context.writeAndFlush(greeting);
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event == Draining.EVENT) {
                    drained.incrementAndGet();
                }
            }
        });
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Patience.millis());
            socket.setSoTimeout(Patience.millis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static boolean isClosedAtOnce(int port) throws IOException {
        try (Socket socket = connect(port)) {
            return socket.getInputStream().read() < 0;
        }
    }

    private static String greetingOf(int port) throws IOException {
        try (Socket socket = connect(port)) {
            return greetingOf(socket);
        }
    }

    private static String greetingOf(Socket socket) throws IOException {
        var line = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next != '\n' && next >= 0) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
