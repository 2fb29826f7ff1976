package dev.weir.api;

import java.util.Set;

/** What the telemetry of both kinds has in common. */
public final class Telemetry {
    static final String POD_MONITOR =
            "Whether the Prometheus operator, where it is installed, is told to scrape the pods by a PodMonitor.";
    static final String RESERVED =
            "api, binding, bucket, cache, error, from, host, instance, job, kind, le, listener, loop, method, name,"
                    + " namespace, origin, outcome, partition, path, pod, protocol, quantile, reason, result, route,"
                    + " status, topic, transport, upstream, version";

    /** Names of labels that our own metrics, or those who scrape them, give a meaning. */
    public static final Set<String> RESERVED_LABELS = Set.of(RESERVED.split(", ", -1));

    private Telemetry() {}
}
