package dev.weir.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Follows a topic by server-sent events from now on, and counts them. By HTTP/1.0, so that nothing cuts them up. */
final class EventReader implements AutoCloseable {
    private final SocketChannel channel;
    private final Occurrences messages = new Occurrences("\ndata: {\"partition\"");
    private final Occurrences caughtUp = new Occurrences("\nevent: caught-up");

    private EventReader(SocketChannel channel) {
        this.channel = channel;
    }

    static EventReader open(InetSocketAddress server, String topic) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        String request =
                "GET /topics/%s/messages?from=live HTTP/1.0\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n"
                        .formatted(topic);
        channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
        channel.configureBlocking(false);
        return new EventReader(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether it has begun, and gets what is written from now on. */
    boolean isCaughtUp() {
        return caughtUp.count() > 0;
    }

    /** Messages so far. */
    long received() {
        return messages.count();
    }

    void receive(ByteBuffer scratch) throws IOException {
        scratch.clear();
        if (channel.read(scratch) < 0) {
            throw new EOFException("the server ended the stream after " + received() + " messages");
        }
        scratch.flip();
        caughtUp.pass(scratch.duplicate());
        messages.pass(scratch);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
