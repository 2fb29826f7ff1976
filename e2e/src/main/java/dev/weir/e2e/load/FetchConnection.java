package dev.weir.e2e.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One reader: asks for its partition from the beginning to the end, and again, one request at a time. */
final class FetchConnection implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 2 * 1024 * 1024;

    private final SocketChannel channel;
    private final FetchRequest request;
    private final ByteBuffer header;
    private final BatchScanner batches = new BatchScanner();
    private long offset;
    private int recordsLeft;
    private int correlationId;
    private long received;

    private FetchConnection(SocketChannel channel, FetchRequest request) {
        this.channel = channel;
        this.request = request;
        this.header = ByteBuffer.allocate(request.responseHeaderBytes());
    }

    static FetchConnection open(InetSocketAddress server, FetchRequest request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
        channel.configureBlocking(false);
        return new FetchConnection(channel, request);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Bytes of records so far. */
    long received() {
        return received;
    }

    void ask() throws IOException {
        ByteBuffer bytes = request.at(offset, correlationId++);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        header.clear();
        batches.begin(offset);
    }

    /** Reads what has arrived, and asks for more when the answer is whole. */
    void receive(ByteBuffer scratch) throws IOException {
        if (header.hasRemaining()) {
            read(header);
            if (header.hasRemaining()) {
                return;
            }
            begin(request.answer(header));
        } else {
            scratch.clear().limit(Math.min(scratch.capacity(), recordsLeft));
            int n = read(scratch);
            recordsLeft -= n;
            received += n;
            batches.pass(scratch.flip());
        }
        if (recordsLeft == 0) {
            goOn();
        }
    }

    private void begin(FetchRequest.Answer answer) throws IOException {
        if (answer.error() != 0) {
            throw new IOException("offset " + offset + " is answered with Kafka's error " + answer.error());
        }
        recordsLeft = answer.recordBytes();
    }

    /** An answer without a batch means that the end is reached. */
    private void goOn() throws IOException {
        offset = batches.nextOffset() == offset ? 0 : batches.nextOffset();
        ask();
    }

    private int read(ByteBuffer to) throws IOException {
        int n = channel.read(to);
        if (n < 0) {
            throw new EOFException("the server closed the connection");
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
