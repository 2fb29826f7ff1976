package dev.weir.e2e.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many readers of one server, all on the thread that calls. */
final class FetchLoad implements AutoCloseable {
    private static final int SCRATCH = 1024 * 1024;
    private static final long SELECT_MILLIS = 100;

    private final Selector selector;
    private final List<FetchConnection> readers = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);

    /** What is read, and how much of it at a time. */
    record Target(InetSocketAddress server, String topic, int partitions, int partitionBytes) {}

    private FetchLoad(Selector selector) {
        this.selector = selector;
    }

    /** Reader by reader takes the next partition. */
    static FetchLoad open(Target target, int count) throws IOException {
        var load = new FetchLoad(Selector.open());
        for (int i = 0; i < count; i++) {
            var request = new FetchRequest(target.topic(), i % target.partitions(), target.partitionBytes());
            var reader = FetchConnection.open(target.server(), request);
            load.readers.add(reader);
            reader.channel().register(load.selector, SelectionKey.OP_READ, reader);
            reader.ask();
        }
        return load;
    }

    /** Reads for that long. Returns how many bytes of records came. */
    long run(Duration time) throws IOException {
        long before = received();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            selector.select(SELECT_MILLIS);
            for (SelectionKey key : selector.selectedKeys()) {
                ((FetchConnection) key.attachment()).receive(scratch);
            }
            selector.selectedKeys().clear();
        }
        return received() - before;
    }

    private long received() {
        return readers.stream().mapToLong(FetchConnection::received).sum();
    }

    @Override
    public void close() throws IOException {
        for (FetchConnection reader : readers) {
            reader.close();
        }
        selector.close();
    }
}
