package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the volume takes more. Asked before each append; the file system only now and then. Any thread.
 *
 * <p>Some room is left unused: compaction and the deletion of old segments need it to make room again, and a
 * memory-mapped index that finds none is an error that the JVM cannot attribute.
 */
final class Room {
    private static final long BYTES_BETWEEN_LOOKS_MAX = 16L << 20;
    private static final long LITTLE_BYTES = 4L << 20;
    private static final long NANOS_BETWEEN_LOOKS = 200_000_000;

    private final Path directory;
    private final FileStore volume;
    private final long freeBytesMin;
    private long bytesMax;
    private final LongSupplier bytesHeld;
    private long bytesUntilLook;
    private long nextLookNanos = System.nanoTime();
    private Optional<String> lack = Optional.empty();

    Room(Path directory, LogStoreSettings settings, LongSupplier bytesHeld) throws IOException {
        this.directory = directory;
        this.volume = Files.getFileStore(directory);
        this.freeBytesMin = settings.freeBytesMin();
        this.bytesMax = settings.bytesMax();
        this.bytesHeld = bytesHeld;
    }

    synchronized void limit(long most) {
        bytesMax = most;
        nextLookNanos = System.nanoTime();
    }

    synchronized long limit() {
        return bytesMax;
    }

    /** Why there is no room for so many bytes more; empty when there is. */
    synchronized Optional<String> lacksFor(int bytes) {
        bytesUntilLook -= bytes;
        if (bytesUntilLook < 0 || System.nanoTime() - nextLookNanos > 0) {
            lack = look(bytes);
            nextLookNanos = System.nanoTime() + NANOS_BETWEEN_LOOKS;
        }
        return lack;
    }

    private Optional<String> look(int bytes) {
        long held = bytesMax == Long.MAX_VALUE ? 0 : bytesHeld.getAsLong();
        long free = free();
        // the less there is left the sooner it is looked at again
        bytesUntilLook = Math.min(BYTES_BETWEEN_LOOKS_MAX, Math.min(free - freeBytesMin, bytesMax - held) / 2);
        if (held + bytes > bytesMax) {
            return Optional.of("The cache holds %,d bytes of at most %,d; raise the limit or shorten the retention."
                    .formatted(held, bytesMax));
        }
        return free - bytes >= freeBytesMin
                ? Optional.empty()
                : Optional.of(
                        "The volume of %s has %,d bytes left, and %,d are kept free; enlarge it or shorten the retention."
                                .formatted(directory, free, freeBytesMin));
    }

    /** As if there were no limit, when it cannot be told: the append will tell. */
    private long free() {
        try {
            return volume.getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether a failed write was for want of room; the next append looks again. */
    synchronized boolean wasLackOfRoom(Throwable failure) {
        nextLookNanos = System.nanoTime();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left") || message.contains("quota exceeded")) {
                return true;
            }
            if (cause instanceof InternalError) {
                return free() < LITTLE_BYTES;
            }
        }
        return false;
    }
}
