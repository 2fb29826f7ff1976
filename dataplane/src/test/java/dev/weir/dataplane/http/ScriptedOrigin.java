package dev.weir.dataplane.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server that does to the byte what a test says, right or wrong. Each connection runs the script on a
 * thread of its own, and is closed when that ends.
 */
public final class ScriptedOrigin implements AutoCloseable {
    /** What is done on one connection. */
    public interface Script {
        void serve(OriginConversation client) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<OriginConversation.Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread accepting = Thread.ofVirtual().unstarted(this::accept);
    private volatile Script script;

    private ScriptedOrigin(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    public static ScriptedOrigin start(Script script) {
        return startAt(0, script);
    }

    /** On a port that one was on before. */
    public static ScriptedOrigin startAt(int port, Script script) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            var origin = new ScriptedOrigin(socket, script);
            origin.accepting.start();
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives this answer to every request, as often as it is asked on a connection. */
    public static Script answering(String response) {
        return client -> {
            while (client.readRequest() != null) {
                client.send(response);
            }
        };
    }

    /** A whole answer. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** What the connections do that are made from now on. */
    public void script(Script next) {
        script = next;
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** How many connections were made to it on which something was sent: probes only connect. */
    public int connections() {
        return accepted.get();
    }

    /** Requests that were read whole, in order. */
    public List<OriginConversation.Request> requests() {
        return requests;
    }

    /** Resets every connection there is; one that its own thread closes meanwhile is gone as well. */
    public void resetAll() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Nobody is served any more; a virtual thread in accept may take another connection while the socket closes. */
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            accepting.join();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void note(OriginConversation.Request request) {
        requests.add(request);
    }

    int number() {
        return accepted.incrementAndGet();
    }

    void hold() throws InterruptedException {
        closed.await();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // it is closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var conversation = new OriginConversation(this, socket);
            if (conversation.begins()) {
                script.serve(conversation);
            }
        } catch (IOException e) {
            // the client left, or the test is over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }
}
