package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.web.record.RecordDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Opens topics for web readers. On threads that may wait. */
public final class TopicReads {
    /** What decoded batches may take that readers share. */
    private static final long RECENT_BYTES_MAX = 32L * 1024 * 1024;

    /** What one reader may have in hand. */
    private static final long READER_BYTES_MAX = 1024 * 1024;

    private final Upstreams upstreams;
    private final UpstreamReads reads;
    private final RecordDecoder decoder = new RecordDecoder(RECENT_BYTES_MAX);
    private final Appends appends;
    private final ExecutorService threads;

    /** @param threads one for each task, however many there are */
    public TopicReads(Upstreams upstreams, ExecutorService threads) {
        this.upstreams = upstreams;
        this.reads = new UpstreamReads(upstreams);
        this.threads = threads;
        this.appends = new Appends(threads);
    }

    /** Is to hear of every append to the logs that are read. */
    public LogListener appends() {
        return appends;
    }

    public List<Topic> topics() {
        return upstreams.topology().topics().values().stream()
                .filter(topic -> !topic.internal())
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** Null when there is none; whether there is one now is asked upstream, once for all who ask. */
    public @Nullable Topic topic(String name) throws InterruptedException {
        Topic known = upstreams.topology().topic(name);
        if (known == null && upstreams.upstreamOf(name) != null) {
            try {
                Topology topology = upstreams.refresh(Set.of(name), false).get();
                known = topology.topic(name);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // it never fails
            }
        }
        return known == null || known.internal() ? null : known;
    }

    /** Where each partition begins and ends now. */
    public List<PartitionExtent> extents(Topic topic) throws ReadException, InterruptedException {
        return each(topic, PartitionSource::extent);
    }

    /**
     * Begins to read.
     *
     * @param historyOnly whether the stream ends with what is there now
     */
    public TopicStream open(Topic topic, Start start, boolean historyOnly, Waker waker)
            throws ReadException, InterruptedException {
        if (start instanceof Start.From(Cursor cursor)) {
            check(topic, cursor);
        }
        if (start instanceof Start.Offsets(var offsets)) {
            for (int partition : offsets.keySet()) {
                if (topic.partition(partition) == null) {
                    throw new ReadException(
                            ReadException.Kind.MISTAKEN,
                            "topic " + topic.name() + " has no partition " + partition + ", only "
                                    + topic.partitions().size());
                }
            }
        }
        upstreams.demand(topic.name());
        List<Lane> lanes = each(topic, source -> lane(source, start, historyOnly));
        return new TopicStream(topic.id(), lanes, appends, waker, READER_BYTES_MAX);
    }

    private static void check(Topic topic, Cursor cursor) throws ReadException {
        if (!cursor.isOf(topic.id())) {
            throw new ReadException(
                    ReadException.Kind.GONE,
                    "the cursor is of another topic, or of one named " + topic.name() + " that was deleted since");
        }
        if (cursor.partitions() > topic.partitions().size()) {
            throw new ReadException(ReadException.Kind.MISTAKEN, "the cursor is of more partitions than there are");
        }
    }

    private static Lane lane(PartitionSource source, Start start, boolean historyOnly) throws ReadException {
        long latest = source.latest();
        int partition = source.partition().partition();
        long first = switch (start) {
            case Start.Historical historical -> source.earliest();
            case Start.Live live -> latest;
            case Start.At(long timestamp) -> source.at(timestamp);
            case Start.From(Cursor cursor)
            when partition < cursor.partitions() -> kept(source, cursor.offset(partition), latest);
            case Start.From came -> source.earliest();
            case Start.Offsets(var offsets) -> {
                Long offset = offsets.get(partition);
                yield offset == null ? latest : kept(source, offset, latest);
            }
        };
        return new Lane(source, first, latest, historyOnly);
    }

    private static long kept(PartitionSource source, long offset, long latest) throws ReadException {
        int partition = source.partition().partition();
        long start = source.earliest();
        if (offset < start) {
            throw new ReadException(
                    ReadException.Kind.GONE,
                    "partition " + partition + " begins at offset " + start + " now, after " + offset
                            + " where the reader was: the records between have expired");
        }
        if (offset > latest && source.look(offset) instanceof Look.Beyond beyond) {
            throw beyond.lost(partition, offset);
        }
        return offset;
    }

    private interface OfPartition<T> {
        T of(PartitionSource source) throws ReadException;
    }

    /** Upstream may have to be asked for each, so all are asked at the same time. */
    private <T> List<T> each(Topic topic, OfPartition<T> question) throws ReadException, InterruptedException {
        var answers = new ArrayList<Future<T>>();
        for (Partition partition : topic.partitions()) {
            var source = new PartitionSource(upstreams, reads, decoder, topic, partition.index());
            answers.add(threads.submit(() -> question.of(source)));
        }
        var results = new ArrayList<T>();
        for (Future<T> answer : answers) {
            try {
                results.add(answer.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ReadException why) {
                    throw why;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
