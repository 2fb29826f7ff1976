package dev.weir.e2e.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Many connections that send what no client ought to, all of them handled by the calling thread. */
final class RawConnections implements AutoCloseable {
    private final List<Connection> connections = new ArrayList<>();

    /** One of them, and what it was answered. */
    private static final class Connection {
        private final SocketChannel channel;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private ByteBuffer unsent = ByteBuffer.allocate(0);
        private boolean ended;

        private Connection(SocketChannel channel) {
            this.channel = channel;
        }

        /** All of it, if only later, or nothing where something still waits to be sent. */
        private void send(byte[] bytes) {
            try {
                channel.write(unsent);
                if (!unsent.hasRemaining()) {
                    unsent = ByteBuffer.wrap(bytes);
                    channel.write(unsent);
                }
            } catch (IOException e) {
                receive(); // of which something may have come before
                ended = true; // the server has had enough
            }
        }

        private void receive() {
            var buffer = ByteBuffer.allocate(8 * 1024);
            try {
                for (int read = channel.read(buffer); read != 0; read = channel.read(buffer.clear())) {
                    if (read < 0) {
                        ended = true;
                        return;
                    }
                    received.write(buffer.array(), 0, read);
                }
            } catch (IOException e) {
                ended = true;
            }
        }
    }

    private RawConnections() {}

    static RawConnections open(int port, int count) {
        var all = new RawConnections();
        try {
            for (int i = 0; i < count; i++) {
                var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                all.connections.add(new Connection(channel));
                channel.configureBlocking(false);
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Each that is open sends it, unless the server takes nothing at the moment. */
    RawConnections send(byte[] bytes) {
        for (Connection connection : connections) {
            if (!connection.ended) {
                connection.send(bytes);
            }
        }
        return this;
    }

    RawConnections send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Takes what has come. */
    RawConnections receive() {
        for (Connection connection : connections) {
            if (!connection.ended) {
                connection.receive();
            }
        }
        return this;
    }

    /** Whether the server has ended all of them, as far as was found by sending or receiving. */
    boolean areOver() {
        return connections.stream().allMatch(connection -> connection.ended);
    }

    /** The answers of those that were answered. */
    List<String> answers() {
        return connections.stream()
                .map(connection -> connection.received.toString(StandardCharsets.ISO_8859_1))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A frame of HTTP/2. */
    static byte[] frame(int type, int flags, int stream, int... payload) {
        ByteBuffer bytes = ByteBuffer.allocate(9 + payload.length);
        bytes.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream);
        IntStream.of(payload).forEach(octet -> bytes.put((byte) octet));
        return bytes.array();
    }

    /** What a connection of HTTP/2 begins with. */
    static byte[] preface() {
        return join("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), frame(4, 0, 0));
    }

    static byte[] times(int count, byte[] part) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
