package dev.weir.e2e.cache.bounds;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.utils.Utils;

/**
 * Many connections on which the same Fetch is sent, all of them handled by the calling thread: a client library would
 * cost this process more than the cache.
 */
final class RawClients implements AutoCloseable {
    /** The last one that names topics. */
    private static final short VERSION = 12;

    private final Selector selector;
    private final List<SocketChannel> channels = new ArrayList<>();

    /** What a fetch asks for. */
    record Question(TopicPartition partition, long offset, Duration waitMax, int bytesMax) {
        private ByteBuffer frame() {
            var what = new FetchRequest.PartitionData(Uuid.ZERO_UUID, offset, -1, bytesMax, Optional.empty());
            var request = FetchRequest.Builder.forConsumer(
                            VERSION, Math.toIntExact(waitMax.toMillis()), 1, Map.of(partition, what))
                    .setMaxBytes(bytesMax)
                    .build(VERSION);
            ByteBuffer body = request.serializeWithHeader(new RequestHeader(ApiKeys.FETCH, VERSION, "raw", 0));
            ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + body.remaining());
            return frame.putInt(body.remaining()).put(body).flip();
        }
    }

    private RawClients(Selector selector) {
        this.selector = selector;
    }

    /**
     * Connects them.
     *
     * @param receiveBuffer of each socket, in bytes
     */
    static RawClients connect(String address, int count, int receiveBuffer) {
        String[] parts = address.split(":", -1);
        var server = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
        try {
            var clients = new RawClients(Selector.open());
            try {
                for (int i = 0; i < count; i++) {
                    SocketChannel channel = SocketChannel.open();
                    clients.channels.add(channel);
                    channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
                    channel.connect(server);
                    channel.configureBlocking(false);
                }
                return clients;
            } catch (IOException e) {
                clients.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each sends the question once. */
    void ask(Question question) {
        ByteBuffer frame = question.frame();
        for (SocketChannel channel : channels) {
            ByteBuffer rest = frame.duplicate();
            while (rest.hasRemaining()) {
                write(channel, rest);
            }
        }
    }

    /** Each sends the question so many times, or until the server takes no more, and waits for no answer. */
    void insist(Question question, int times) {
        ByteBuffer frame = question.frame();
        for (SocketChannel channel : channels) {
            boolean taken = true;
            for (int i = 0; taken && i < times; i++) {
                taken = write(channel, frame.duplicate()) == frame.remaining();
            }
        }
    }

    private static int write(SocketChannel channel, ByteBuffer bytes) {
        try {
            return channel.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values of the records with which each was answered; waits for all of them. */
    List<List<String>> answers(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        var answers = new ArrayList<List<String>>();
        try {
            for (SocketChannel channel : channels) {
                channel.register(selector, SelectionKey.OP_READ, new Answer());
            }
            while (answers.size() < channels.size()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("only " + answers.size() + " of " + channels.size() + " were answered");
                }
                selector.select(key -> read(key, answers), 1_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    private static void read(SelectionKey key, List<List<String>> answers) {
        var answer = (Answer) key.attachment();
        try {
            if (answer.read((SocketChannel) key.channel())) {
                answers.add(answer.values());
                key.cancel();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One response, as it comes in. */
    private static final class Answer {
        private ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);
        private boolean sized;

        /** Says whether it is whole. */
        private boolean read(SocketChannel channel) throws IOException {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the server closed a connection");
            }
            if (!sized && !bytes.hasRemaining()) {
                sized = true;
                bytes = ByteBuffer.allocate(bytes.getInt(0));
                return read(channel);
            }
            return sized && !bytes.hasRemaining();
        }

        private List<String> values() {
            var readable = new ByteBufferAccessor(bytes.flip());
            ResponseHeader.parse(readable.buffer(), (short) 1);
            var partition = FetchResponse.parse(readable, VERSION)
                    .data()
                    .responses()
                    .getFirst()
                    .partitions()
                    .getFirst();
            var values = new ArrayList<String>();
            FetchResponse.recordsOrFail(partition).records().forEach(record -> values.add(Utils.utf8(record.value())));
            return values;
        }
    }

    @Override
    public void close() {
        try {
            for (SocketChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
