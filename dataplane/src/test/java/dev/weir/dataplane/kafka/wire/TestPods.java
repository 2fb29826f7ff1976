package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.placement.Placement;
import dev.weir.dataplane.kafka.placement.Pod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;

/** Three pods, of which the test's front is the first; partition i is held by pods i and i + 1, modulo three. */
public final class TestPods implements Placement {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Pod> pods = List.of(pod(0, true), pod(1, true), pod(2, true));

    private static Pod pod(int ordinal, boolean ready) {
        return new Pod(ordinal, "pod-" + ordinal, 9092 + ordinal, ready);
    }

    public void ready(int ordinal, boolean ready) {
        pods = pods.stream()
                .map(pod -> pod.ordinal() == ordinal ? pod(ordinal, ready) : pod)
                .toList();
        listeners.forEach(Runnable::run);
    }

    @Override
    public Pod self() {
        return pods.getFirst();
    }

    @Override
    public List<Pod> pods() {
        return pods;
    }

    @Override
    public List<Pod> owners(TopicPartition partition) {
        return List.of(pods.get(partition.partition() % 3), pods.get((partition.partition() + 1) % 3));
    }

    @Override
    public boolean owns(TopicPartition partition) {
        return owners(partition).contains(self());
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
