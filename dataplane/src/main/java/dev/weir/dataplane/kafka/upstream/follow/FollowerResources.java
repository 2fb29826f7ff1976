package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.upstream.connection.BrokerConnections;
import dev.weir.dataplane.kafka.upstream.connection.ControlCalls;
import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a follower works with.
 *
 * @param writers writes logs; may block
 */
public record FollowerResources(
        NetworkThread thread,
        BrokerConnections connections,
        ControlCalls calls,
        LogStore store,
        Executor writers,
        InstantSource clock,
        RandomGenerator random,
        FollowMeters meters) {}
