package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Partition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Topology;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.web.filter.Filter;
import dev.weir.dataplane.kafka.web.record.RecordDecoder;
import dev.weir.dataplane.kafka.web.segment.SegmentSummaries;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Opens topics for web readers. On threads that may wait. */
public final class TopicReads {
    /** What decoded batches may take that readers share. */
    private static final long RECENT_BYTES_MAX = 32L * 1024 * 1024;

    private final Upstreams upstreams;
    private final UpstreamReads reads;
    private final RecordDecoder decoder =
            new RecordDecoder(Math.min(RECENT_BYTES_MAX, Runtime.getRuntime().maxMemory() / 16));
    private final RecentReads recent = new RecentReads();
    private final ReaderMemory memory = ReaderMemory.ofHeap();
    private final SegmentSummaries summaries = SegmentSummaries.ofHeap();
    private final LongAdder skipped = new LongAdder();
    private final Appends appends;
    private final KeyIndexes indexes;
    private final ExecutorService threads;

    /** @param threads one for each task, however many there are */
    public TopicReads(Upstreams upstreams, ExecutorService threads) {
        this.upstreams = upstreams;
        this.reads = new UpstreamReads(upstreams);
        this.threads = threads;
        this.appends = new Appends(threads);
        this.indexes = new KeyIndexes(appends, threads);
    }

    /** Are to hear of what happens to the logs that are read. */
    public List<LogListener> listeners() {
        return List.of(recent, appends, indexes);
    }

    /** What readers share, also for what else they keep than what they read ahead. */
    public ReaderMemory memory() {
        return memory;
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
     * @param conflated whether, of a compacted topic, what was replaced since is left out
     * @param filter of what comes, what does not pass may be left out
     */
    public TopicStream open(
            Topic topic, Start start, boolean historyOnly, boolean conflated, Filter filter, Waker waker)
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
        List<Beginning> beginnings = each(topic, source -> beginning(source, start));
        boolean replaced = conflated && isSurelyCompacted(topic);
        List<Lane> lanes = beginnings.stream()
                .map(each -> replaced
                        ? lane(each, historyOnly, filter, indexes.of(topic.id(), each.source))
                        : lane(each, historyOnly, filter))
                .toList();
        return new TopicStream(topic.id(), lanes, appends, waker, memory);
    }

    private Lane lane(Beginning begin, boolean historyOnly, Filter filter) {
        Skips skips = SegmentSkips.of(begin.source, filter, summaries, skipped);
        return new Lane(begin.source, begin.first, begin.latest, historyOnly, null, skips);
    }

    private Lane lane(Beginning begin, boolean historyOnly, Filter filter, KeyIndex index) {
        Set<ByteBuffer> keys = filter.keys();
        if (keys == null) {
            Skips skips = SegmentSkips.of(begin.source, filter, summaries, skipped);
            return new Lane(begin.source, begin.first, begin.latest, historyOnly, index, skips);
        }
        var skips = new KeySkips(index, keys);
        long latest = Math.max(begin.latest, skips.known()); // or a key just written would have the rest searched
        return new Lane(begin.source, begin.first, latest, historyOnly, index, skips);
    }

    /** Readers can do without. */
    private boolean isSurelyCompacted(Topic topic) {
        try {
            return isCompacted(topic);
        } catch (ReadException e) {
            return false;
        }
    }

    private record Beginning(PartitionSource source, long first, long latest) {}

    /** Whether later messages of a key replace earlier ones. */
    public boolean isCompacted(Topic topic) throws ReadException {
        for (Partition partition : topic.partitions()) {
            CachedPartition cached = upstreams.partition(new TopicPartition(topic.name(), partition.index()));
            if (cached != null && cached.topicId().equals(topic.id())) {
                return cached.log().isCompacted();
            }
        }
        return configuration(topic)
                .getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "")
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    /** How upstream keeps the topic and what it takes, by Kafka's names, as far as that may be told. */
    public Map<String, String> configuration(Topic topic) throws ReadException {
        return reads.configuration(topic);
    }

    /** The latest messages of its keys, to be closed by the caller. */
    public LatestValues latest(Topic topic) {
        upstreams.demand(topic.name());
        return new LatestValues(
                sources(topic).stream()
                        .map(source -> new LatestValues.Indexed(source, indexes.of(topic.id(), source)))
                        .toList(),
                threads);
    }

    /** Waits until something was appended to the topic, at most for so long. */
    public void awaitAppend(Topic topic, Waker waker, Duration max) throws InterruptedException {
        boolean told = true;
        for (Partition partition : topic.partitions()) {
            told &= upstreams.partition(new TopicPartition(topic.name(), partition.index())) != null;
        }
        waker.await(told || max.compareTo(UpstreamReads.KEPT) < 0 ? max : UpstreamReads.KEPT);
    }

    /** From now on the waker is told of appends to the topic, until it is forgotten. */
    public void watch(Topic topic, Waker waker) {
        topic.partitions().forEach(each -> appends.add(new TopicPartition(topic.name(), each.index()), waker));
    }

    public void forget(Topic topic, Waker waker) {
        topic.partitions().forEach(each -> appends.remove(new TopicPartition(topic.name(), each.index()), waker));
    }

    /** How many partitions have their keys looked up, and what that takes of the heap. */
    public int indexes() {
        return indexes.size();
    }

    public long indexBytes() {
        return indexes.bytes();
    }

    /** How many segments readers were spared so far, and what that takes of the heap. */
    public long segmentsSkipped() {
        return skipped.sum();
    }

    public long summaryBytes() {
        return summaries.bytes();
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

    private static Beginning beginning(PartitionSource source, Start start) throws ReadException {
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
        return new Beginning(source, first, latest);
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

    private List<PartitionSource> sources(Topic topic) {
        return topic.partitions().stream()
                .map(each -> new PartitionSource(upstreams, reads, decoder, recent, topic, each.index()))
                .toList();
    }

    private <T> List<T> each(Topic topic, AtOnce.Question<PartitionSource, T> question)
            throws ReadException, InterruptedException {
        return AtOnce.ask(threads, sources(topic), question);
    }
}
