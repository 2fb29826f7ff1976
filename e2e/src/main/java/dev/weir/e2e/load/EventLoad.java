package dev.weir.e2e.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Many who follow one topic, all on the thread that calls. */
final class EventLoad implements AutoCloseable {
    private static final int SCRATCH = 256 * 1024;
    private static final long SELECT_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Selector selector;
    private final List<EventReader> readers = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);

    private EventLoad(Selector selector) {
        this.selector = selector;
    }

    /** Returns when all of them get what is written from then on. */
    static EventLoad open(InetSocketAddress server, String topic, int count) throws IOException {
        var load = new EventLoad(Selector.open());
        for (int i = 0; i < count; i++) {
            var reader = EventReader.open(server, topic);
            load.readers.add(reader);
            reader.channel().register(load.selector, SelectionKey.OP_READ, reader);
        }
        load.readUntil("caught up", EventReader::isCaughtUp);
        return load;
    }

    /** Reads until every reader has this many messages, and not one more. */
    void readUntil(long each) throws IOException {
        readUntil("got " + each + " messages", reader -> reader.received() >= each);
        for (EventReader reader : readers) {
            if (reader.received() != each) {
                throw new IllegalStateException("a reader got " + reader.received() + " messages instead of " + each);
            }
        }
    }

    private void readUntil(String goal, Predicate<EventReader> done) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!readers.stream().allMatch(done)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(readers.stream().filter(done).count() + " of " + readers.size()
                        + " readers have " + goal + " after " + PATIENCE);
            }
            selector.select(SELECT_MILLIS);
            for (SelectionKey key : selector.selectedKeys()) {
                ((EventReader) key.attachment()).receive(scratch);
            }
            selector.selectedKeys().clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (EventReader reader : readers) {
            reader.close();
        }
        selector.close();
    }
}
