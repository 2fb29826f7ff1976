package dev.weir.dataplane.kafka.placement;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** The owners of partitions among a given number of pods, remembered: they are asked for with every fetch. */
final class Owners {
    /** When clients ask for more partitions than this, what was remembered is forgotten. */
    private static final int REMEMBERED_MAX = 200_000;

    private final int copies;
    private final List<Pod> pods;
    private final Map<TopicPartition, List<Pod>> owners;

    Owners(List<Pod> pods, int copies) {
        this.pods = List.copyOf(pods);
        this.copies = copies;
        this.owners = new ConcurrentHashMap<>();
    }

    List<Pod> pods() {
        return pods;
    }

    int copies() {
        return copies;
    }

    List<Pod> of(TopicPartition partition) {
        if (pods.size() == 1) {
            return pods;
        }
        if (owners.size() > REMEMBERED_MAX) {
            owners.clear();
        }
        return owners.computeIfAbsent(
                partition,
                key -> IntStream.of(Rendezvous.owners(key, pods.size(), copies))
                        .mapToObj(pods::get)
                        .toList());
    }
}
