package dev.weir.dataplane.kafka.placement;

/** Looks whether a pod serves Kafka clients. May block for a second or so. */
@FunctionalInterface
public interface PeerProbe {
    boolean answers(String host, int port);
}
