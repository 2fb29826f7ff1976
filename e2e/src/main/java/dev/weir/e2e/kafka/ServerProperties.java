package dev.weir.e2e.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The {@code server.properties} of a node: small and quick, and nothing that a real cluster would not accept. */
final class ServerProperties {
    private ServerProperties() {}

    static Properties of(Node node, Node controller, ClusterSettings settings, Path data) {
        var properties = new Properties();
        properties.put("process.roles", node.roles());
        properties.put("node.id", String.valueOf(node.id()));
        properties.put("controller.quorum.voters", controller.id() + "@" + controller.address(Node.CONTROLLER));
        properties.put("controller.listener.names", Node.CONTROLLER);
        properties.put("listeners", node.listeners());
        properties.put("listener.security.protocol.map", protocols(settings));
        properties.put("log.dirs", data.toString());
        if (node.isBroker()) {
            properties.put("advertised.listeners", node.advertisedListeners());
            properties.put("inter.broker.listener.name", Node.PLAIN);
        }
        properties.putAll(REPRODUCIBLE);
        properties.putAll(SMALL);
        properties.putAll(replication(Math.min(3, settings.brokers())));
        properties.putAll(settings.properties());
        return properties;
    }

    /** A test that mistypes a topic's name must fail, and a test that is slow must not be slow because of a default. */
    private static final Map<String, String> REPRODUCIBLE = Map.of(
            "auto.create.topics.enable", "false",
            "group.initial.rebalance.delay.ms", "0",
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500",
            "log.segment.delete.delay.ms", "100");

    private static final Map<String, String> SMALL = Map.of(
            "num.network.threads", "2",
            "num.io.threads", "2",
            "background.threads", "1",
            "num.recovery.threads.per.data.dir", "1",
            "log.cleaner.threads", "1",
            "log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024),
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    private static Map<String, String> replication(int replicas) {
        String factor = String.valueOf(replicas);
        return Map.of(
                "default.replication.factor", factor,
                "offsets.topic.replication.factor", factor,
                "transaction.state.log.replication.factor", factor,
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", factor,
                "share.coordinator.state.topic.min.isr", "1");
    }

    private static String protocols(ClusterSettings settings) {
        String own = Node.CONTROLLER + ":PLAINTEXT," + Node.PLAIN + ":PLAINTEXT";
        return settings.listeners().entrySet().stream()
                .map(listener -> "," + listener.getKey() + ":" + listener.getValue())
                .collect(Collectors.joining("", own, ""));
    }
}
