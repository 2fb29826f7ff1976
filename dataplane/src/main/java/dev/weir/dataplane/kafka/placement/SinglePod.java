package dev.weir.dataplane.kafka.placement;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A cache of one process: it holds everything, and clients find it where they found it. */
public final class SinglePod implements Placement {
    private static final Pod SELF = new Pod(0, "", 0, true);
    private static final List<Pod> ALL = List.of(SELF);

    @Override
    public Pod self() {
        return SELF;
    }

    @Override
    public List<Pod> pods() {
        return ALL;
    }

    @Override
    public List<Pod> owners(TopicPartition partition) {
        return ALL;
    }

    @Override
    public boolean owns(TopicPartition partition) {
        return true;
    }

    @Override
    public void onChange(Runnable listener) {
        // nothing ever changes
    }
}
