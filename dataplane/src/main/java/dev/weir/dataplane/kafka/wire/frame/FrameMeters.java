package dev.weir.dataplane.kafka.wire.frame;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the bytes that responses are made of, by the way they take. */
public final class FrameMeters {
    private final Counter zeroCopy;
    private final Counter copied;
    private final Counter memory;
    private final Counter in;

    public FrameMeters(MeterRegistry meters) {
        zeroCopy = meters.counter("weir.kafka.bytes.out", "path", "zerocopy");
        copied = meters.counter("weir.kafka.bytes.out", "path", "copied");
        memory = meters.counter("weir.kafka.bytes.out", "path", "memory");
        in = meters.counter("weir.kafka.bytes.in");
    }

    /** From the file to the socket by the kernel. */
    void zeroCopy(int bytes) {
        zeroCopy.increment(bytes);
    }

    /** From the file through a buffer, because the connection is encrypted. */
    void copied(int bytes) {
        copied.increment(bytes);
    }

    /** Not from a file: headers, and what came from upstream. */
    void memory(int bytes) {
        memory.increment(bytes);
    }

    void in(int bytes) {
        in.increment(bytes);
    }
}
