package dev.weir.dataplane.kafka.placement;

import dev.weir.dataplane.logging.LogKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of several pods, each of which looks for itself which others can serve: it asks them, as a client would,
 * again and again. One that does not answer twice in a row is left out until it answers.
 */
public final class PeerPods implements Placement {
    private static final Logger log = LoggerFactory.getLogger(PeerPods.class);
    private static final int FAILURES_MAX = 2;

    private final int ordinal;
    private final PeerProbe probe;
    private final Duration interval;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Thread> watchers = new ArrayList<>();
    private volatile Owners owners = new Owners(List.of(), 1);
    private volatile boolean closed;

    /**
     * How many pods there are and where.
     *
     * @param port what this pod listens on, and the others where no other port is named
     * @param copies how many pods hold each partition
     */
    public record Layout(PeerAddresses addresses, int pods, int port, int copies) {
        List<PeerAddresses.Address> expand() {
            return addresses.expand(pods).stream()
                    .map(address -> address.port() == 0 ? new PeerAddresses.Address(address.host(), port) : address)
                    .toList();
        }
    }

    /**
     * Begins to look at the others.
     *
     * @param ordinal which pod this is
     * @param interval how often each is looked at
     */
    public PeerPods(int ordinal, Layout layout, PeerProbe probe, Duration interval) {
        this.ordinal = ordinal;
        this.probe = probe;
        this.interval = interval;
        apply(layout);
    }

    /** Takes another number of pods or copies, or other addresses. */
    public synchronized void apply(Layout layout) {
        List<PeerAddresses.Address> addresses = layout.expand();
        Owners before = owners;
        List<Pod> pods = new ArrayList<>();
        for (int peer = 0; peer < addresses.size(); peer++) {
            PeerAddresses.Address address = addresses.get(peer);
            boolean ready = peer == ordinal
                    || (peer < before.pods().size() && before.pods().get(peer).ready());
            pods.add(new Pod(peer, address.host(), address.port(), ready));
        }
        if (ordinal >= pods.size()) {
            throw new IllegalArgumentException(
                    "this pod has the ordinal " + ordinal + ", but there are only " + pods.size() + " pods");
        }
        publish(new Owners(pods, layout.copies()));
        watch();
    }

    private void publish(Owners next) {
        owners = next;
        listeners.forEach(Runnable::run);
    }

    private void watch() {
        while (watchers.size() < owners.pods().size()) {
            int peer = watchers.size();
            watchers.add(Thread.ofVirtual().name("weir-peer-" + peer).unstarted(() -> watch(peer)));
            if (peer != ordinal) {
                watchers.getLast().start();
            }
        }
    }

    private void watch(int peer) {
        int failures = FAILURES_MAX;
        try {
            while (!closed) {
                List<Pod> pods = owners.pods();
                if (peer < pods.size()) {
                    Pod pod = pods.get(peer);
                    failures = probe.answers(pod.host(), pod.port()) ? 0 : failures + 1;
                    ready(peer, failures < FAILURES_MAX && (failures == 0 || pod.ready()));
                }
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ready(int peer, boolean ready) {
        Owners current = owners;
        if (peer >= current.pods().size() || current.pods().get(peer).ready() == ready) {
            return;
        }
        List<Pod> pods = new ArrayList<>(current.pods());
        Pod pod = pods.get(peer);
        pods.set(peer, new Pod(peer, pod.host(), pod.port(), ready));
        log.atInfo()
                .addKeyValue(LogKey.PEER, peer)
                .addKeyValue(LogKey.REMOTE, pod.host() + ":" + pod.port())
                .log(ready ? "A peer can serve" : "A peer does not answer, and is left out until it does");
        publish(new Owners(pods, current.copies()));
    }

    @Override
    public Pod self() {
        return owners.pods().get(ordinal);
    }

    @Override
    public List<Pod> pods() {
        return owners.pods();
    }

    @Override
    public List<Pod> owners(TopicPartition partition) {
        return owners.of(partition);
    }

    @Override
    public boolean owns(TopicPartition partition) {
        for (Pod owner : owners.of(partition)) {
            if (owner.ordinal() == ordinal) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized void close() {
        closed = true;
        watchers.forEach(Thread::interrupt);
    }
}
