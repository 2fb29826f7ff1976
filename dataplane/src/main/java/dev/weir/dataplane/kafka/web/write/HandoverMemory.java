package dev.weir.dataplane.kafka.web.write;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What of the heap long messages take, all together, while they are read and handed to Kafka. */
final class HandoverMemory {
    private static final int UNIT_BYTES = 1024;

    private final int unitsMax = (int) Math.min(Integer.MAX_VALUE, WriteSettings.handoverBytesMax() / UNIT_BYTES);
    private final Semaphore units = new Semaphore(unitsMax, true);

    /** Some of it, until it is closed. */
    final class Part implements AutoCloseable {
        private final int taken;

        private Part(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            units.release(taken);
        }
    }

    /** Waits until there is so much; all there is for what would need more. */
    Part take(long bytes, Duration max) throws WriteException, InterruptedException {
        int needed = (int) Math.min(unitsMax, bytes / UNIT_BYTES + 1);
        if (!units.tryAcquire(needed, max.toNanos(), TimeUnit.NANOSECONDS)) {
            throw WriteException.tooMuch("nothing was written: Kafka does not take what is here as fast as it comes");
        }
        return new Part(needed);
    }

    long bytesMax() {
        return (long) unitsMax * UNIT_BYTES;
    }
}
