package dev.weir.e2e.cluster;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The most memory that a pod has had of the kind that it cannot give back, as kubelets tell. The page cache is not
 * among it: that fills whatever a container may have.
 */
final class MemoryPeak {
    private static final int LOOKS = 3;

    private final Shop shop;

    /** How much there was, by the time of each measurement. */
    private final Map<String, Long> told = new HashMap<>();

    MemoryPeak(Shop shop) {
        this.shop = shop;
    }

    /** Whether the kubelet, which measures every ten seconds or so, has done it a few times. */
    boolean isKnown() {
        String node = shop.pod(0).getSpec().getNodeName();
        shop.client()
                .raw("/api/v1/nodes/" + node + "/proxy/metrics/cadvisor")
                .lines()
                .filter(line -> line.startsWith("container_memory_rss{"))
                .filter(line -> line.contains("namespace=\"" + shop.namespace() + "\""))
                .map(line -> line.substring(line.indexOf('}') + 1).strip().split(" ", -1))
                .forEach(bytesAndTime -> told.put(bytesAndTime[1], (long) Double.parseDouble(bytesAndTime[0])));
        return told.size() >= LOOKS;
    }

    long bytes() {
        return Collections.max(told.values());
    }
}
