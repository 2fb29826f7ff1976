package dev.weir.e2e.cache.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP connection forwarder that counts what comes down, and cuts connections when told to. */
public final class Proxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private volatile int target;
    private volatile long cutEvery = Long.MAX_VALUE;

    private Proxy(ServerSocket server) {
        this.server = server;
    }

    /** Listens at once; where to is told by {@link #to}. */
    public static Proxy open() {
        try {
            var proxy = new Proxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void to(String address) {
        target = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** How many bytes the target has sent so far, over all connections. */
    public long received() {
        return received.get();
    }

    /** From now on each connection breaks, wherever it is in a response, when it has brought down that many bytes. */
    public void cutEvery(long bytes) {
        cutEvery = bytes;
    }

    public void cutNow() {
        open.forEach(Proxy::close);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                var there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(client);
            open.add(there);
            Thread.ofVirtual().start(() -> pump(client, there, false));
            pump(there, client, true);
        } catch (IOException e) {
            // nobody listens there at the moment: the client sees its connection close
        } finally {
            open.remove(client);
        }
    }

    private void pump(Socket from, Socket to, boolean down) {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER];
            long passed = 0;
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (down) {
                    received.addAndGet(n);
                    passed += n;
                    if (passed > cutEvery) {
                        to.getOutputStream().write(buffer, 0, n / 2);
                        return;
                    }
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // either side is gone: so is the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
