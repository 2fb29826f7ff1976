package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * All partitions of a topic as one stream: each in its own order, merged by the time of their messages as far as these
 * are at hand. One thread, which may wait.
 */
public final class TopicStream implements AutoCloseable {
    private static final Comparator<Lane> OLDEST_FIRST = Comparator.<Lane>comparingLong(
                    lane -> Objects.requireNonNull(lane.head()).timestamp())
            .thenComparingInt(Lane::number);

    private final Uuid topicId;
    private final List<Lane> lanes;
    private final Appends appends;
    private final Waker waker;
    private final ReaderMemory memory;
    /** Those with a message in hand. */
    private final PriorityQueue<Lane> ready = new PriorityQueue<>(OLDEST_FIRST);
    /** Those to be looked at. */
    private final TreeSet<Integer> unseen = new TreeSet<>();
    /** Those which nobody tells of. */
    private final TreeSet<Integer> untold = new TreeSet<>();
    /** Those with history ahead. */
    private final TreeSet<Integer> behind = new TreeSet<>();

    private final Deque<Step> told = new ArrayDeque<>();
    private boolean caughtUp;
    private long footprint;
    private String trouble = "";

    TopicStream(Uuid topicId, List<Lane> lanes, Appends appends, Waker waker, ReaderMemory memory) {
        this.topicId = topicId;
        this.lanes = List.copyOf(lanes);
        this.appends = appends;
        this.waker = waker;
        this.memory = memory;
        memory.enter();
        for (Lane lane : this.lanes) {
            appends.add(lane.source().partition(), waker);
            if (!lane.isPastHistory()) {
                behind.add(lane.number());
            }
            lookLater(lane);
        }
    }

    /** Whether nothing comes next for now. */
    public boolean isQuiet() throws ReadException {
        look();
        return told.isEmpty() && ready.isEmpty() && (caughtUp || !behind.isEmpty());
    }

    /** What comes next, as far as it is there. */
    public Step next() throws ReadException {
        look();
        if (!told.isEmpty()) {
            return told.remove();
        }
        if (behind.isEmpty() && !caughtUp) {
            caughtUp = true;
            return new Step.CaughtUp();
        }
        Lane lane = ready.poll();
        if (lane == null) {
            return new Step.Nothing();
        }
        Message message = lane.take();
        footprint -= message.footprint();
        if (lane.head() == null) {
            lookLater(lane);
        } else {
            ready.add(lane);
        }
        passed(lane);
        return lane.isReplaced(message) ? new Step.Replaced() : new Step.Next(message);
    }

    private void lookLater(Lane lane) {
        if (!lane.isOver()) {
            unseen.add(lane.number());
        }
    }

    private void passed(Lane lane) {
        if (lane.isPastHistory()) {
            behind.remove(lane.number());
        }
    }

    private void look() throws ReadException {
        while (!unseen.isEmpty() && told.isEmpty()) {
            Lane lane = lanes.get(Objects.requireNonNull(unseen.pollFirst()));
            lane.skip();
            passed(lane);
            if (lane.isOver()) {
                continue;
            }
            switch (lane.source().look(lane.next())) {
                case Look.Found found -> found(lane, found);
                case Look.Nothing nothing -> {
                    if (!nothing.told()) {
                        untold.add(lane.number());
                    }
                }
                case Look.Below below -> {
                    told.add(new Step.Gap(lane.number(), lane.next(), below.startOffset()));
                    lane.skipTo(below.startOffset());
                    passed(lane);
                    lookLater(lane);
                }
                case Look.Beyond beyond -> throw beyond.lost(lane.number(), lane.next());
                case Look.Deleted deleted -> throw new ReadException(ReadException.Kind.GONE, "the topic was deleted");
                case Look.Unavailable unavailable -> {
                    trouble = unavailable.reason();
                    untold.add(lane.number());
                }
            }
        }
    }

    private void found(Lane lane, Look.Found found) {
        trouble = "";
        lane.add(found.messages());
        if (lane.head() == null) { // all of it was of no concern to readers: there may be more behind it
            passed(lane);
            lookLater(lane);
            return;
        }
        ready.add(lane);
        footprint += lane.footprint();
        if (footprint > memory.share()) {
            lanes.forEach(Lane::trim);
            footprint = lanes.stream().mapToLong(Lane::footprint).sum();
        }
    }

    /** Waits until there may be more, or until so much time has passed, or somebody hurries the waker. */
    public void await(Duration max) throws InterruptedException {
        Duration shorter = untold.isEmpty() || max.compareTo(UpstreamReads.KEPT) < 0 ? max : UpstreamReads.KEPT;
        for (int partition : waker.await(shorter)) {
            Lane lane = lanes.get(partition);
            if (lane.head() == null) {
                lookLater(lane);
            }
        }
        unseen.addAll(untold);
        untold.clear();
    }

    /** Why something is not there that should be, or empty. */
    public String trouble() {
        return trouble;
    }

    public boolean isCaughtUp() {
        return behind.isEmpty();
    }

    /** Where a reader goes on that has seen all that was given so far. */
    public Cursor cursor() {
        return Cursor.of(topicId, lanes.stream().mapToLong(Lane::position).toArray());
    }

    @Override
    public void close() {
        memory.leave();
        for (Lane lane : lanes) {
            appends.remove(lane.source().partition(), waker);
            lane.close();
        }
    }
}
