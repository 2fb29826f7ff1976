package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.Topology;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The topics that are followed because somebody asked for them. Any thread. */
final class Demands {
    private static final int MAX = 10_000;

    private final Set<String> topics = ConcurrentHashMap.newKeySet();

    Demands(Collection<String> remembered) {
        topics.addAll(remembered);
    }

    boolean contains(String topic) {
        return topics.contains(topic);
    }

    /** Whether that is new. Names of topics that do not exist yet count too, as long as there are not too many. */
    boolean add(String topic) {
        return !topics.contains(topic) && topics.size() < MAX && topics.add(topic);
    }

    /** Forgets topics that existed and do no longer. */
    void forgetGone(Topology before, Topology now) {
        topics.removeIf(name -> before.topic(name) != null && now.topic(name) == null);
    }

    List<String> existing(Topology now) {
        return topics.stream().filter(name -> now.topic(name) != null).sorted().toList();
    }
}
