package dev.weir.dataplane.http.store.memory;

import dev.weir.dataplane.http.message.Holders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file without a name that consists of memory, mapped as a whole. Only what is taken of it has memory; the rest is a
 * hole, however large. It is closed when all of it was given back.
 */
final class MemoryFile {
    private final SystemCalls system;
    private final FileChannel channel;
    private final MappedByteBuffer mapped;
    private final Extents extents;
    private final Holders holders = new Holders();

    private MemoryFile(SystemCalls system, FileChannel channel, MappedByteBuffer mapped) {
        this.system = system;
        this.channel = channel;
        this.mapped = mapped;
        this.extents = new Extents(mapped.capacity());
    }

    static MemoryFile create(SystemCalls system, int length) throws IOException {
        int descriptor = system.memoryFile("weir-contents");
        try {
            FileChannel channel = FileChannel.open(
                    Path.of("/proc/self/fd/" + descriptor), StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
                system.keepPagesSmall(MemorySegment.ofBuffer(mapped));
                return new MemoryFile(system, channel, mapped);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } finally {
            system.close(descriptor);
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** Where as many bytes are free for the caller, in whole pages; {@link Extents#NONE} when there is no place. */
    long take(int length) throws IOException {
        if (!holders.tryEnter()) {
            return Extents.NONE;
        }
        long start;
        synchronized (extents) {
            start = extents.take(length);
        }
        if (start == Extents.NONE) {
            leave();
            return Extents.NONE;
        }
        try {
            system.populate(segment(start, length));
            return start;
        } catch (IOException e) {
            give(start, length);
            throw e;
        }
    }

    /** These bytes, to be written and read. */
    MappedByteBuffer mapped(long start, int length) {
        return mapped.slice(Math.toIntExact(start), length);
    }

    /**
     * Gives back what was taken. Its memory goes first: were its pages used again, then what sockets still have of them
     * would change. A place that could not be emptied is not used again.
     */
    void give(long start, int length) throws IOException {
        try {
            system.remove(segment(start, length));
            synchronized (extents) {
                extents.give(start, length);
            }
        } finally {
            leave();
        }
    }

    /** Takes no more; what was taken stays as long as it is used. */
    void close() {
        leave();
    }

    private MemorySegment segment(long start, int length) {
        return MemorySegment.ofBuffer(mapped).asSlice(start, length);
    }

    private void leave() {
        if (holders.leave()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
