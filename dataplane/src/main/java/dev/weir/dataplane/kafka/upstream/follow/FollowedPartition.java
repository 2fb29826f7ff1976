package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.PartitionLog;
import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** One partition that is followed. What has no lock and is not volatile belongs to the network thread. */
final class FollowedPartition implements CachedPartition {
    private static final int NONE = -1;

    private final TopicIdPartition id;
    private final PartitionLog log;
    private final Consumer<FollowedPartition> waker;

    private volatile UpstreamView view = new UpstreamView(-1, -1, -1, 0);
    private volatile @Nullable BrokerContact contact;
    private volatile boolean warm;
    private volatile String trouble = "";

    private int leader = NONE;
    private int leaderEpoch = NONE;
    private int nearer = NONE;
    private long nearerUntil;
    private long nextOffset;
    private int lastFetchedEpoch;
    private boolean epochUnknownUpstream;
    private long warmAt = -1;
    private int writing;
    private @Nullable BrokerFetcher fetcher;
    private @Nullable Pause pause;
    private int failures;
    private boolean stopped;

    FollowedPartition(TopicIdPartition id, PartitionLog log, Consumer<FollowedPartition> waker) {
        this.id = id;
        this.log = log;
        this.waker = waker;
        resync();
    }

    /** Why and until when a partition is not fetched. */
    record Pause(boolean untilLeaderIsKnown, NetworkThread.Timer end) {}

    TopicIdPartition id() {
        return id;
    }

    @Override
    public TopicPartition topicPartition() {
        return id.topicPartition();
    }

    @Override
    public Uuid topicId() {
        return id.topicId();
    }

    @Override
    public PartitionLog log() {
        return log;
    }

    @Override
    public UpstreamView upstream() {
        UpstreamView own = view;
        BrokerContact current = contact;
        long asOf = current == null ? 0 : current.answeredAtMillis();
        return asOf <= own.asOfMillis() || own.asOfMillis() == 0
                ? own
                : new UpstreamView(own.startOffset(), own.endOffset(), own.leaderEpoch(), asOf);
    }

    @Override
    public boolean warm() {
        return warm;
    }

    @Override
    public String trouble() {
        String own = trouble;
        BrokerContact current = contact;
        return own.isEmpty() && current != null ? current.trouble() : own;
    }

    @Override
    public void wake() {
        waker.accept(this);
    }

    /** From here on: the network thread's. */
    boolean assign(int newLeader, int newEpoch) {
        if (newEpoch < leaderEpoch || (newLeader == leader && newEpoch == leaderEpoch)) {
            return false;
        }
        leader = newLeader;
        leaderEpoch = newEpoch;
        nearer = NONE;
        UpstreamView old = view;
        view = new UpstreamView(old.startOffset(), old.endOffset(), newEpoch, old.asOfMillis());
        return true;
    }

    int leader() {
        return leader;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    /** The node to fetch from, or -1 for none at present. */
    int source(long now) {
        if (stopped || pause != null) {
            return NONE;
        }
        return nearer != NONE && now < nearerUntil ? nearer : leader;
    }

    void fetchFrom(int replica, long until) {
        nearer = replica;
        nearerUntil = until;
    }

    void fetchFromLeader() {
        nearer = NONE;
    }

    FetchPosition position() {
        return new FetchPosition(nextOffset, leaderEpoch, epochUnknownUpstream ? NONE : lastFetchedEpoch);
    }

    /** Goes on from the end of the log, whatever was fetched beyond. */
    void resync() {
        nextOffset = log.endOffset();
        lastFetchedEpoch = log.latestEpoch().orElse(NONE);
    }

    void fetched(long next, int epoch) {
        nextOffset = next;
        lastFetchedEpoch = epoch;
        epochUnknownUpstream = false;
    }

    /** Upstream does not know the epoch of our last record any more, because all of it is gone there. */
    void epochUnknownUpstream() {
        epochUnknownUpstream = true;
    }

    /** Upstream answered without an error. */
    void seen(long startOffset, long highWatermark, long nowMillis, BrokerContact by) {
        if (warmAt < 0) {
            warmAt = highWatermark;
        }
        UpstreamView old = view;
        if (old.startOffset() != startOffset || old.endOffset() != highWatermark || old.asOfMillis() == 0) {
            view = new UpstreamView(startOffset, highWatermark, leaderEpoch, nowMillis);
        }
        contact = by;
        checkWarm();
    }

    /** There is no session any more in which silence means that nothing has changed. */
    void outOfTouch() {
        UpstreamView last = upstream();
        view = last;
        contact = null;
    }

    void checkWarm() {
        warm |= warmAt >= 0 && log.endOffset() >= warmAt;
    }

    void writeBegun() {
        writing++;
    }

    void writeEnded() {
        writing--;
    }

    boolean isBeingWritten() {
        return writing > 0;
    }

    @Nullable
    BrokerFetcher fetcher() {
        return fetcher;
    }

    void fetcher(@Nullable BrokerFetcher by) {
        fetcher = by;
    }

    @Nullable
    Pause pause() {
        return pause;
    }

    int pause(Pause begun, String reason) {
        endPause();
        pause = begun;
        trouble = reason;
        return ++failures;
    }

    void endPause() {
        if (pause != null) {
            pause.end().cancel();
            pause = null;
        }
    }

    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
        if (!trouble.isEmpty()) {
            trouble = "";
        }
    }

    boolean isStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
        endPause();
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
