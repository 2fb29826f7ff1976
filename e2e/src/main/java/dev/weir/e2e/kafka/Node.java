package dev.weir.e2e.kafka;

import dev.weir.e2e.host.FreePort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One JVM of a cluster and the ports it keeps for life.
 *
 * @param host the address that all listeners are on
 * @param roles {@code process.roles} in Kafka's terms
 * @param ports of each listener, by the listener's name
 */
record Node(int id, String host, String roles, Map<String, Integer> ports) {
    static final String PLAIN = "PLAINTEXT";
    static final String CONTROLLER = "CONTROLLER";
    static final int CONTROLLER_ID = 1_000;

    static Node controller(ClusterSettings settings) {
        return new Node(CONTROLLER_ID, settings.host(), "controller", Map.of(CONTROLLER, FreePort.pick()));
    }

    static Node broker(int id, ClusterSettings settings) {
        return new Node(id, settings.host(), "broker", brokerPorts(id, settings));
    }

    static Node brokerAndController(int id, ClusterSettings settings) {
        Map<String, Integer> ports = brokerPorts(id, settings);
        ports.put(CONTROLLER, FreePort.pick());
        return new Node(id, settings.host(), "broker,controller", ports);
    }

    private static Map<String, Integer> brokerPorts(int id, ClusterSettings settings) {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put(PLAIN, settings.firstPort() == 0 ? FreePort.pick() : settings.firstPort() + id - 1);
        settings.listeners().keySet().forEach(name -> ports.put(name, FreePort.pick()));
        return ports;
    }

    String address(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalArgumentException("node " + id + " has no listener " + listener + ", only " + ports);
        }
        return host + ":" + port;
    }

    boolean isBroker() {
        return roles.startsWith("broker");
    }

    String name() {
        return isBroker() ? "broker-" + id : "controller";
    }

    String listeners() {
        return ports.keySet().stream().map(name -> name + "://" + address(name)).collect(Collectors.joining(","));
    }

    String advertisedListeners() {
        return ports.keySet().stream()
                .filter(name -> !name.equals(CONTROLLER))
                .map(name -> name + "://" + address(name))
                .collect(Collectors.joining(","));
    }
}
