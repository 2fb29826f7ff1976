package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** The latest messages of the keys of a compacted topic. One thread, which may wait. */
public final class LatestValues implements AutoCloseable {
    /** So long is waited for the keys of a partition to be looked up. */
    private static final Duration INDEXING_MAX = Duration.ofSeconds(20);

    private final List<Indexed> partitions;
    private final ExecutorService threads;

    record Indexed(PartitionSource source, KeyIndex index) {}

    /** @param partitions whose indexes are released with this */
    LatestValues(List<Indexed> partitions, ExecutorService threads) {
        this.partitions = List.copyOf(partitions);
        this.threads = threads;
    }

    /** Returns when it knows of all messages that are committed now. */
    public void catchUp() throws ReadException, InterruptedException {
        AtOnce.ask(threads, partitions, each -> {
            each.index.await(each.source.latest(), INDEXING_MAX);
            return each;
        });
    }

    /** The same, of all that upstream has committed at this moment, whatever is known of it here. */
    public void catchUpWithUpstream() throws ReadException, InterruptedException {
        AtOnce.ask(threads, partitions, each -> {
            each.index.await(each.source.latestUpstream(), INDEXING_MAX);
            return each;
        });
    }

    /**
     * The latest message with this key, a tombstone as it may be. Of several partitions that have some, the one with
     * the latest time.
     */
    public Optional<Message> of(ByteBuffer key) throws ReadException, InterruptedException {
        Stream.Builder<Message> found = Stream.builder();
        for (Indexed each : partitions) {
            latest(each, key).ifPresent(found);
        }
        return found.build().max(Comparator.comparingLong(Message::timestamp).thenComparingLong(Message::offset));
    }

    private static Optional<Message> latest(Indexed partition, ByteBuffer key)
            throws ReadException, InterruptedException {
        long offset = partition.index.latest(key);
        while (offset != KeyTable.NONE) {
            Optional<Message> message = at(partition.source, offset);
            if (message.isPresent()) {
                return message.filter(each -> key.equals(each.key())); // its hash may be that of another
            }
            partition.index.await(partition.source.latest(), INDEXING_MAX); // it has expired, or was replaced since
            long after = partition.index.latest(key);
            if (after == offset) {
                return Optional.empty();
            }
            offset = after;
        }
        return Optional.empty();
    }

    private static Optional<Message> at(PartitionSource source, long offset) throws ReadException {
        return switch (source.lookNow(offset)) {
            case Look.Found(var messages) ->
                messages.list().stream()
                        .filter(message -> message.offset() == offset)
                        .findFirst();
            case Look.Unavailable(String reason) -> throw new ReadException(ReadException.Kind.UNAVAILABLE, reason);
            case Look.Nothing nothing -> throw notThereYet(source, offset);
            case Look.Beyond beyond -> throw notThereYet(source, offset);
            case Look.Below below -> Optional.empty();
            case Look.Deleted deleted -> Optional.empty();
        };
    }

    private static ReadException notThereYet(PartitionSource source, long offset) {
        return new ReadException(
                ReadException.Kind.UNAVAILABLE,
                "offset " + offset + " of partition " + source.partition().partition()
                        + " cannot be read at the moment, come again soon");
    }

    @Override
    public void close() {
        partitions.forEach(each -> each.index.release());
    }
}
