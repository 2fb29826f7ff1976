package dev.weir.dataplane.kafka.web.read;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a reader waits with: it is told which partitions have more. */
public final class Waker {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Set<Integer> partitions = new HashSet<>();
    private boolean hurried;

    /** Any thread: more can be read of the partition. */
    void tell(int partition) {
        lock.lock();
        try {
            if (partitions.add(partition)) {
                told.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Any thread: there is something else to look after, now and from now on. */
    public void hurry() {
        lock.lock();
        try {
            hurried = true;
            told.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is told something, at most for so long. Gives the partitions, once. */
    Set<Integer> await(Duration max) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = max.toNanos();
            while (partitions.isEmpty() && !hurried && nanos > 0) {
                nanos = told.awaitNanos(nanos);
            }
            var taken = new HashSet<>(partitions);
            partitions.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
