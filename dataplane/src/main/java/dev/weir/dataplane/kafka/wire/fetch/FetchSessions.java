package dev.weir.dataplane.kafka.wire.fetch;

import static org.apache.kafka.common.requests.FetchMetadata.FINAL_EPOCH;
import static org.apache.kafka.common.requests.FetchMetadata.INITIAL_EPOCH;
import static org.apache.kafka.common.requests.FetchMetadata.INVALID_SESSION_ID;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of all clients (KIP-227), bounded in their number and in the number of their partitions.
 *
 * <p>When there is no room, a session that was not used for a while gives way; when there is none, the new client does
 * without, which costs it longer requests and nothing else. A session also ends with the connection it began on:
 * clients begin a new one when they come back. Any thread.
 */
final class FetchSessions {
    /** Sessions are numbered from version 13 on by topic ids, before by names; a session keeps to one of the two. */
    private static final short TOPIC_ID_VERSION = 13;

    private final int sessionsMax;
    private final long partitionsMax;
    private final Duration idleTime;
    private final InstantSource clock;
    private final Map<Integer, Entry> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private long partitionCount;
    private long evictions;

    private static final class Entry {
        private final FetchSession session;
        private long usedMillis;
        private int counted;

        Entry(FetchSession session) {
            this.session = session;
        }
    }

    /** @param idleTime how long a session must have been unused to give way to another */
    FetchSessions(int sessionsMax, long partitionsMax, Duration idleTime, InstantSource clock) {
        this.sessionsMax = sessionsMax;
        this.partitionsMax = partitionsMax;
        this.idleTime = idleTime;
        this.clock = clock;
    }

    /** Says what a request is about. */
    FetchScope open(FetchRequestData request, short version) {
        if (request.sessionEpoch() == INITIAL_EPOCH || request.sessionEpoch() == FINAL_EPOCH) {
            if (request.sessionId() != INVALID_SESSION_ID) {
                close(request.sessionId());
            }
            List<FetchedPartition> named = named(request);
            return request.sessionEpoch() == FINAL_EPOCH || named.isEmpty()
                    ? new FetchScope.Once(named)
                    : new FetchScope.Begin(named, version >= TOPIC_ID_VERSION);
        }
        FetchSession session = use(request.sessionId());
        if (session == null) {
            return new FetchScope.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        synchronized (session) {
            if (session.epoch() != request.sessionEpoch()) {
                return new FetchScope.Refused(Errors.INVALID_FETCH_SESSION_EPOCH);
            }
            if (session.byTopicId() != version >= TOPIC_ID_VERSION) {
                return new FetchScope.Refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
            }
            session.update(request);
            session.epoch(FetchMetadata.nextEpoch(session.epoch()));
        }
        List<FetchedPartition> partitions = session.partitions();
        if (partitions.isEmpty()) {
            close(session.id());
            return new FetchScope.Once(partitions);
        }
        if (!recount(session.id())) {
            close(session.id());
            return new FetchScope.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        return new FetchScope.Continue(session, partitions);
    }

    private static List<FetchedPartition> named(FetchRequestData request) {
        List<FetchedPartition> named = new ArrayList<>();
        for (FetchRequestData.FetchTopic topic : request.topics()) {
            for (FetchRequestData.FetchPartition partition : topic.partitions()) {
                var key = new FetchedPartition.Key(topic.topicId(), topic.topic(), partition.partition());
                named.add(new FetchedPartition(key, partition));
            }
        }
        return named;
    }

    /** Begins a session with the partitions just told of; 0 when there is no room for it. */
    synchronized int begin(FetchScope.Begin scope) {
        int size = scope.partitions().size();
        if (!makeRoom(size)) {
            return INVALID_SESSION_ID;
        }
        int id;
        do {
            id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        } while (sessions.containsKey(id));
        int epoch = FetchMetadata.nextEpoch(INITIAL_EPOCH);
        var entry = new Entry(new FetchSession(id, scope.byTopicId(), scope.partitions(), epoch));
        entry.usedMillis = clock.millis();
        entry.counted = size;
        partitionCount += size;
        sessions.put(id, entry);
        return id;
    }

    /** Forgets the least recently used ones until there is room, as far as they have been unused long enough. */
    private boolean makeRoom(int size) {
        long usedBefore = clock.millis() - idleTime.toMillis();
        while (sessions.size() + 1 > sessionsMax || partitionCount + size > partitionsMax) {
            var eldest = sessions.entrySet().iterator();
            if (!eldest.hasNext()) {
                return false;
            }
            Entry entry = eldest.next().getValue();
            if (entry.usedMillis > usedBefore) {
                return false;
            }
            eldest.remove();
            partitionCount -= entry.counted;
            evictions++;
        }
        return true;
    }

    private synchronized @Nullable FetchSession use(int id) {
        Entry entry = sessions.get(id);
        if (entry == null) {
            return null;
        }
        entry.usedMillis = clock.millis();
        return entry.session;
    }

    /** Says whether the session may be as large as it now is. */
    private synchronized boolean recount(int id) {
        Entry entry = sessions.get(id);
        if (entry == null) {
            return false;
        }
        int grown = entry.session.size() - entry.counted;
        entry.counted += grown;
        partitionCount += grown;
        return grown <= 0 || partitionCount <= partitionsMax;
    }

    /** Ends a session, if there is one of that id. */
    synchronized void close(int id) {
        Entry entry = sessions.remove(id);
        if (entry != null) {
            partitionCount -= entry.counted;
        }
    }

    synchronized int size() {
        return sessions.size();
    }

    synchronized long partitionCount() {
        return partitionCount;
    }

    synchronized long evictions() {
        return evictions;
    }
}
