package dev.weir.e2e.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What is particular about a cluster.
 *
 * @param brokers how many; from two on they get a controller in a JVM of its own, so that any broker may be killed
 * @param host the address of this machine that brokers listen on and are told by
 * @param firstPort the port of broker 1 on the plain listener, further brokers follow; 0 picks free ones
 * @param properties broker settings, over the harness's own
 * @param listeners further listeners by name, beside the plain one
 * @param jvmOptions over the harness's own, which favour a quick start over throughput
 * @param folder where the data is, and stays when the cluster is closed; null for a temporary folder
 */
public record ClusterSettings(
        int brokers,
        String host,
        int firstPort,
        Map<String, String> properties,
        Map<String, SecurityProtocol> listeners,
        List<String> jvmOptions,
        @Nullable Path folder) {

    public static ClusterSettings brokers(int brokers) {
        return new ClusterSettings(brokers, "127.0.0.1", 0, Map.of(), Map.of(), List.of(), null);
    }

    /** An address by which others than this machine reach it as well. */
    public ClusterSettings host(String host) {
        return new ClusterSettings(brokers, host, firstPort, properties, listeners, jvmOptions, folder);
    }

    public ClusterSettings port(int firstPort) {
        return new ClusterSettings(brokers, host, firstPort, properties, listeners, jvmOptions, folder);
    }

    public ClusterSettings property(String name, String value) {
        return new ClusterSettings(
                brokers, host, firstPort, with(properties, name, value), listeners, jvmOptions, folder);
    }

    public ClusterSettings listener(String name, SecurityProtocol protocol) {
        return new ClusterSettings(
                brokers, host, firstPort, properties, with(listeners, name, protocol), jvmOptions, folder);
    }

    public ClusterSettings jvmOption(String option) {
        var options = new ArrayList<>(jvmOptions);
        options.add(option);
        return new ClusterSettings(brokers, host, firstPort, properties, listeners, List.copyOf(options), folder);
    }

    public ClusterSettings folder(Path folder) {
        return new ClusterSettings(brokers, host, firstPort, properties, listeners, jvmOptions, folder);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return Map.copyOf(more);
    }
}
