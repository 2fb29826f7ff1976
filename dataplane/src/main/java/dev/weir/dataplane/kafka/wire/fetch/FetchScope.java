package dev.weir.dataplane.kafka.wire.fetch;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** Which partitions a fetch request is about, and what becomes of its session. */
sealed interface FetchScope {
    /** The partitions that the request names, all of which the response names too; no session. */
    record Once(List<FetchedPartition> partitions) implements FetchScope {}

    /** As {@link Once}, and a session is to begin with the response. */
    record Begin(List<FetchedPartition> partitions, boolean byTopicId) implements FetchScope {}

    /** The partitions of a session; the response names those with news. */
    record Continue(FetchSession session, List<FetchedPartition> partitions) implements FetchScope {}

    /** There is no such session. */
    record Refused(Errors error) implements FetchScope {}
}
