package dev.weir.dataplane.kafka.web.write;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one at a time write a key. */
final class KeyLocks {
    private final Map<Name, Lock> locks = new HashMap<>();

    private record Name(String topic, ByteBuffer key) {}

    /** Held until it is closed, and forgotten when nobody waits for it. */
    final class Lock implements AutoCloseable {
        private final Name name;
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;

        private Lock(Name name) {
            this.name = name;
        }

        @Override
        public void close() {
            lock.unlock();
            leave(this);
        }
    }

    Lock take(String topic, ByteBuffer key) throws InterruptedException {
        Lock lock = enter(new Name(topic, key));
        try {
            lock.lock.lockInterruptibly();
            return lock;
        } catch (InterruptedException e) {
            leave(lock);
            throw e;
        }
    }

    private synchronized Lock enter(Name name) {
        Lock lock = locks.computeIfAbsent(name, Lock::new);
        lock.users++;
        return lock;
    }

    private synchronized void leave(Lock lock) {
        lock.users--;
        if (lock.users == 0) {
            locks.remove(lock.name);
        }
    }
}
