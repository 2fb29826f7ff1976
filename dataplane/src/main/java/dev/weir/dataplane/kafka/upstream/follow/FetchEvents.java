package dev.weir.dataplane.kafka.upstream.follow;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;

/** What a {@link BrokerFetcher} finds and does not deal with itself. On the network thread. */
interface FetchEvents {
    /** The broker refused this partition. */
    void refused(FollowedPartition partition, Errors error, PartitionData answer);

    /** The broker's history is another one than ours. */
    void diverged(FollowedPartition partition, int epoch, long endOffset);

    /** There is a replica that is nearer. */
    void nearer(FollowedPartition partition, int replica);

    /** The batches cannot be read. */
    void corrupt(FollowedPartition partition, RuntimeException cause);

    void written(List<WriteQueue.Written> results);

    /** The broker does not answer fetches. */
    void unreachable(BrokerFetcher fetcher, List<FollowedPartition> partitions, String reason);
}
