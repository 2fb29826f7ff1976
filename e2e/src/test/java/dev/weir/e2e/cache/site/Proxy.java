package dev.weir.e2e.cache.site;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A forwarder of connections to a broker. It counts what comes down, breaks connections, and falsifies responses when
 * told to.
 */
public final class Proxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final Random random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private volatile int target;
    private volatile LongSupplier bytesUntilBroken = Proxy::never;
    private volatile @Nullable Fault fault;

    private Proxy(ServerSocket server, long seed) {
        this.server = server;
        this.random = new Random(seed);
    }

    /** Listens at once; where to is told by {@link #to}. */
    public static Proxy open() {
        return open(0);
    }

    /** The seed is of what is random in faults. */
    public static Proxy open(long seed) {
        try {
            var proxy = new Proxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), seed);
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

    /** How many connections were made so far. */
    public long accepted() {
        return accepted.get();
    }

    /** How many connections were reset because of {@link #breakAfter}. */
    public long broken() {
        return broken.get();
    }

    /** Each connection made from now on is reset, wherever it is in a response, after so many bytes came down. */
    public void breakAfter(LongSupplier bytes) {
        bytesUntilBroken = bytes;
    }

    /** From now on this comes in the place of every response, on connections there are and on new ones. */
    public void misbehave(Fault how) {
        fault = how;
    }

    /** Ends every kind of trouble, and the connections that had it. */
    public void behave() {
        bytesUntilBroken = Proxy::never;
        fault = null;
        cutNow();
    }

    public void cutNow() {
        open.forEach(Proxy::reset);
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
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        if (fault == Fault.RESET) {
            reset(client);
            return;
        }
        try (client;
                var there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(client);
            open.add(there);
            Thread.ofVirtual().start(() -> up(client, there));
            down(there, client, bytesUntilBroken.getAsLong());
        } catch (IOException e) {
            // either side is gone, or nobody listens there at the moment: so is the other
        } finally {
            open.remove(client);
        }
    }

    private void up(Socket client, Socket there) {
        try (client;
                there) {
            client.getInputStream().transferTo(there.getOutputStream());
        } catch (IOException e) {
            // either side is gone: so is the other
        } finally {
            open.remove(client);
            open.remove(there);
        }
    }

    private void down(Socket there, Socket client, long budget) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(there.getInputStream(), BUFFER));
        var out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), BUFFER));
        long left = budget;
        while (true) {
            int length = in.readInt();
            received.addAndGet(Integer.BYTES + (long) length);
            Fault now = fault;
            if (now == null) {
                out.writeInt(length);
                left -= forward(in, out, length, left);
                out.flush();
                if (left <= 0) {
                    broken.incrementAndGet();
                    reset(client);
                    return;
                }
            } else if (now != Fault.SILENCE && !now.replace(length, in, out, random)) {
                reset(client);
                return;
            } else if (now == Fault.SILENCE || now == Fault.HALF_AND_SILENCE) {
                in.transferTo(DataOutputStream.nullOutputStream());
                return;
            }
        }
    }

    /** How many were forwarded: all, or as many as may be. */
    private static long forward(DataInputStream in, DataOutputStream out, int length, long atMost) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = Math.min(length, atMost);
        for (long left = bytes; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("the target is gone");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
        return bytes;
    }

    private static long never() {
        return Long.MAX_VALUE;
    }

    /** An end that the other side sees as an error, not as an end. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}
