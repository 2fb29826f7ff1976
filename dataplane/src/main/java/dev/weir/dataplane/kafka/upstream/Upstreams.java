package dev.weir.dataplane.kafka.upstream;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The Kafka clusters of one binding, seen as one. Any thread. */
public interface Upstreams extends AutoCloseable {
    /** One volatile read. */
    Topology topology();

    /** Called when the topology changed, and when a partition began or ceased to be followed. Must not block. */
    void onChange(Runnable listener);

    /**
     * Asks upstream now for topics that the topology lacks or has wrong, together with whoever else asks for them.
     *
     * @return the topology after the answers, as it is when no upstream answers within a few seconds; never fails
     */
    CompletableFuture<Topology> refresh(Set<String> topics, boolean allowAutoCreation);

    /** Followed by this pod and ready to be read, else null. */
    @Nullable
    CachedPartition partition(TopicPartition partition);

    /** All that are followed by this pod and ready to be read. */
    Collection<CachedPartition> partitions();

    /** Somebody asked for this topic: it is followed from now on, also after a restart. Idempotent and cheap. */
    void demand(String topic);

    /** Who holds what has changed. */
    void ownershipChanged();

    Relay relay();

    /** The names of the upstreams, in the order of the document. */
    Collection<String> names();

    /**
     * Where groups, transactions, access rules and whatever else belongs to no topic live: the exit, or else the first.
     */
    String home();

    /** The upstream that a topic comes from, whether there is such a topic or not; null when it cannot exist here. */
    @Nullable
    String upstreamOf(String topic);

    /** One for each upstream, in the order of the document. */
    List<UpstreamStatus> status();

    @Override
    void close();
}
