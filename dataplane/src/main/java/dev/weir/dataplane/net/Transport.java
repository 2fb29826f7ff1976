package dev.weir.dataplane.net;

import dev.weir.dataplane.logging.LogKey;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to wait for sockets. */
public enum Transport {
    EPOLL,
    NIO,
    IO_URING;

    private static final Logger log = LoggerFactory.getLogger(Transport.class);

    /** The transport that an option names; {@code auto} is the one that serves best on most machines. */
    public static Optional<Transport> parse(String text) {
        if (text.equals("auto")) {
            return Optional.of(EPOLL);
        }
        return Stream.of(values())
                .filter(transport -> transport.label().equals(text))
                .findFirst();
    }

    /** This transport where the machine has it, and otherwise the next best, with one line that says why. */
    public Transport orFallback() {
        Throwable reason = unavailability();
        if (reason == null) {
            return this;
        }
        Transport next = this == IO_URING ? EPOLL : NIO;
        log.atWarn()
                .addKeyValue(LogKey.TRANSPORT, label())
                .addKeyValue(LogKey.REASON, rootMessage(reason))
                .log("This machine does not have the transport, {} is tried instead", next.label());
        return next.orFallback();
    }

    private static String rootMessage(Throwable reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Its name in options, logs and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why this machine cannot use it, or null when it can. */
    @Nullable
    Throwable unavailability() {
        return switch (this) {
            case EPOLL -> Epoll.unavailabilityCause();
            case NIO -> null;
            case IO_URING -> IoUring.unavailabilityCause();
        };
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
        };
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return switch (this) {
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
        };
    }

    Class<? extends SocketChannel> clientChannel() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel.class;
            case NIO -> NioSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
        };
    }
}
