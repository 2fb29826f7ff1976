package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.upstream.connection.Failure;
import dev.weir.dataplane.kafka.upstream.connection.MessageCall;
import dev.weir.dataplane.kafka.upstream.connection.Slot;
import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches all partitions that one broker is the source of, in one session, one request at a time. While a response is
 * being written the next one is already fetched; then it waits, so that at most two are in memory.
 *
 * <p>For that, positions run ahead of the logs. When a write fails the position goes back, and what was fetched beyond
 * is dropped when it comes: a response counts only for positions that still are what the broker was asked for.
 */
final class BrokerFetcher {
    private static final Logger log = LoggerFactory.getLogger(BrokerFetcher.class);

    /** The first that tells where histories part (KIP-595). */
    private static final int VERSION_MIN = 12;

    private static final int RESPONSES_MAX = 2;

    /** Brokers come and go. */
    private static final int FAILURES_UNTIL_TOLD = 4;

    private final int node;
    private final FollowerResources resources;
    private final FetchSettings settings;
    private final FetchEvents events;
    private final FetchSession session;
    private final FetchSize size;
    private final PartitionIndex partitions = new PartitionIndex();
    private final WriteQueue writes;
    private final BrokerContact contact = new BrokerContact();
    private boolean fetching;
    private boolean pumpPending;
    private boolean paused;
    private int failures;

    BrokerFetcher(int node, FollowerResources resources, FetchSettings settings, FetchEvents events) {
        this.node = node;
        this.resources = resources;
        this.settings = settings;
        this.events = events;
        this.session = new FetchSession(settings.partitionBytesMax());
        this.size = new FetchSize(settings.bytesMax());
        this.writes = new WriteQueue(resources.writers(), resources.thread(), this::written);
    }

    int node() {
        return node;
    }

    void add(FollowedPartition partition) {
        partitions.add(partition);
        partition.fetcher(this);
        update(partition);
    }

    /** Its position has changed. */
    void update(FollowedPartition partition) {
        session.set(partition.id(), partition.position());
        if (!pumpPending) {
            // once for all that change together
            pumpPending = true;
            resources.thread().execute(() -> {
                pumpPending = false;
                pump();
            });
        }
    }

    void remove(FollowedPartition partition) {
        partitions.remove(partition);
        session.remove(partition.id());
        partition.fetcher(null);
        partition.outOfTouch();
    }

    boolean isIdle() {
        return session.isEmpty() && !fetching && writes.size() == 0;
    }

    private void pump() {
        if (fetching || paused || session.isEmpty() || writes.size() >= RESPONSES_MAX) {
            return;
        }
        fetching = true;
        var request = new MessageCall.Request(
                ApiKeys.FETCH, VERSION_MIN, ApiKeys.FETCH.latestVersion(), version -> session.next(blank(), version));
        long deadline = resources.thread().now()
                + settings.waitMax().plus(settings.requestTimeout()).toMillis();
        resources
                .connections()
                .send(
                        node,
                        Slot.FOLLOW,
                        new MessageCall<>(
                                request,
                                settings.clientId(),
                                deadline,
                                FetchResponseData.class,
                                this::answered,
                                this::failed));
    }

    private FetchRequestData blank() {
        return new FetchRequestData()
                .setMaxWaitMs((int) settings.waitMax().toMillis())
                .setMinBytes(1)
                .setMaxBytes(size.bytes())
                .setRackId(settings.rack());
    }

    private void answered(MessageCall.Response<FetchResponseData> response) {
        fetching = false;
        FetchResponseData data = response.message();
        Errors error = Errors.forCode(data.errorCode());
        resources.meters().fetched(response.bytes());
        if (error != Errors.NONE) {
            session.refused(error);
            resources.meters().failed(error.name());
            retryLater("broker " + node + " refuses fetches: " + error.message());
            return;
        }
        session.accepted(data.sessionId());
        size.came();
        failures = 0;
        contact.answered(resources.clock().millis());
        var parts = new ArrayList<Fetched>();
        for (FetchableTopicResponse topic : data.responses()) {
            var followed = partitions.of(topic);
            for (PartitionData answer : topic.partitions()) {
                FollowedPartition partition = followed.get(answer.partitionIndex());
                Fetched part = partition == null ? null : accept(partition, answer);
                if (part != null) {
                    parts.add(part);
                }
            }
        }
        if (!parts.isEmpty()) {
            writes.add(parts, response.takeMemory());
        }
        if (data.throttleTimeMs() > 0) {
            pause(Duration.ofMillis(data.throttleTimeMs()));
        }
        pump();
    }

    /** What there is to write, or null. */
    private @Nullable Fetched accept(FollowedPartition partition, PartitionData answer) {
        FetchPosition asked = session.told(partition.id());
        if (asked == null || !asked.equals(partition.position())) {
            return null;
        }
        Errors error = Errors.forCode(answer.errorCode());
        if (error != Errors.NONE) {
            resources.meters().failed(error.name());
            events.refused(partition, error, answer);
            return null;
        }
        if (answer.divergingEpoch().endOffset() >= 0) {
            events.diverged(
                    partition,
                    answer.divergingEpoch().epoch(),
                    answer.divergingEpoch().endOffset());
            return null;
        }
        if (answer.preferredReadReplica() >= 0 && answer.preferredReadReplica() != node) {
            events.nearer(partition, answer.preferredReadReplica());
            return null;
        }
        partition.seen(
                answer.logStartOffset(),
                answer.highWatermark(),
                resources.clock().millis(),
                contact);
        return advance(partition, asked, answer);
    }

    private @Nullable Fetched advance(FollowedPartition partition, FetchPosition asked, PartitionData answer) {
        MemoryRecords records = answer.records() instanceof MemoryRecords some ? some : MemoryRecords.EMPTY;
        long next = asked.offset();
        int epoch = RecordBatch.NO_PARTITION_LEADER_EPOCH;
        long count = 0;
        try {
            for (RecordBatch batch : records.batches()) {
                next = batch.nextOffset();
                epoch = batch.partitionLeaderEpoch();
                Integer told = batch.countOrNull();
                count += told == null ? 1 : told;
            }
        } catch (RuntimeException e) {
            // whatever bytes were sent in place of batches
            events.corrupt(partition, e);
            return null;
        }
        if (next <= asked.offset()) {
            partition.succeeded();
            boolean startMoved = answer.logStartOffset() > partition.log().startOffset();
            return startMoved ? part(partition, MemoryRecords.EMPTY, asked, asked.offset(), answer, 0) : null;
        }
        partition.fetched(next, epoch);
        session.set(partition.id(), partition.position());
        return part(partition, records, asked, next, answer, count);
    }

    private static Fetched part(
            FollowedPartition partition,
            MemoryRecords records,
            FetchPosition asked,
            long next,
            PartitionData answer,
            long count) {
        return new Fetched(
                partition, records, asked.offset(), next, asked.leaderEpoch(), answer.logStartOffset(), count);
    }

    private void written(List<WriteQueue.Written> results) {
        events.written(results);
        pump();
    }

    private void failed(Failure failure) {
        fetching = false;
        if (failure.kind() == Failure.Kind.UNANSWERED) {
            session.interrupted();
            size.didNotCome();
        }
        resources.meters().failed(failure.kind().name());
        retryLater(failure.reason());
    }

    private void retryLater(String reason) {
        contact.failed(reason);
        failures++;
        if (failures == FAILURES_UNTIL_TOLD) {
            log.atWarn()
                    .addKeyValue(LogKey.BROKER, node)
                    .addKeyValue(LogKey.REASON, reason)
                    .log("Nothing can be fetched from a broker; it is tried again");
        }
        pause(settings.backoff().after(failures, resources.random()));
        events.unreachable(this, partitions.all(), reason);
    }

    private void pause(Duration time) {
        paused = true;
        resources.thread().schedule(time, () -> {
            paused = false;
            pump();
        });
    }
}
