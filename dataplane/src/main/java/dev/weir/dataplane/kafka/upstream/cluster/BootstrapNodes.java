package dev.weir.dataplane.kafka.upstream.cluster;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.utils.Utils;

/** Bootstrap servers as brokers whose ids are not known: they are given negative ones. */
final class BootstrapNodes {
    private BootstrapNodes() {}

    static List<Node> of(List<String> servers) {
        List<Node> nodes = new ArrayList<>();
        for (String server : servers) {
            String host = Utils.getHost(server);
            Integer port = Utils.getPort(server);
            if (host == null || port == null) {
                throw new IllegalArgumentException(server + " is not host:port");
            }
            nodes.add(new Node(-1 - nodes.size(), host, port));
        }
        return nodes;
    }
}
