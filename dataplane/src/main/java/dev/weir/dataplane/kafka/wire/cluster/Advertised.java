package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.wire.frame.Client;

/** By which addresses clients know the pods. */
@FunctionalInterface
public interface Advertised {
    /** Where this client reaches that pod. */
    Endpoint endpoint(Pod pod, Client client);
}
