package dev.weir.dataplane.http.store.memory;

import dev.weir.dataplane.logging.LogKey;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents in files that are memory, each in pages of its own. The files are far larger than what is in them, so that a
 * place is always found: what bounds them is the memory that is in them.
 */
final class LargeContents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LargeContents.class);

    /** What a buffer can map, in round numbers. */
    private static final int FILE_BYTES = 1 << 30;

    /** Each has a file descriptor. */
    private static final int FILES_MAX = 256;

    private final SystemCalls system;
    private final MemoryBudget budget;
    private final AtomicLong used = new AtomicLong();
    private final List<MemoryFile> files = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private LargeContents(SystemCalls system, MemoryBudget budget) {
        this.system = system;
        this.budget = budget;
    }

    /** Null, with one line that says why, where the system has no such files. */
    static @Nullable LargeContents open(MemoryBudget budget) {
        try {
            var contents = new LargeContents(SystemCalls.find(), budget);
            try {
                contents.prove();
                return contents;
            } catch (IOException | RuntimeException e) {
                contents.close();
                throw e;
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            log.atInfo()
                    .addKeyValue(LogKey.REASON, String.valueOf(e.getMessage()))
                    .log("Large contents are kept in buffers, since there are no files in memory to send them from");
            return null;
        }
    }

    /** Whether a content of this length can be here at all. */
    boolean takes(int length) {
        return length <= FILE_BYTES;
    }

    /** Null when there is no memory left. */
    @Nullable
    ByteBuf allocate(int length) {
        int bytes = Math.ceilDiv(length, system.pageBytes) * system.pageBytes;
        if (!budget.take(bytes)) {
            return null;
        }
        used.addAndGet(bytes);
        try {
            LargeContent content = place(bytes);
            if (content != null) {
                return content;
            }
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue(LogKey.REASON, String.valueOf(e.getMessage()))
                    .log("There is no file in memory for a large content");
        }
        given(bytes);
        return null;
    }

    /** What it takes from the machine. */
    long usedBytes() {
        return used.get();
    }

    /** Takes no more; what is here stays as long as it is used. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            files.forEach(MemoryFile::close);
        }
    }

    void giveBack(MemoryFile file, long start, int bytes) {
        try {
            file.give(start, bytes);
            given(bytes);
        } catch (IOException | RuntimeException e) {
            // it still has the memory, and so still counts
            log.atWarn()
                    .addKeyValue(LogKey.REASON, String.valueOf(e.getMessage()))
                    .log("The memory of a large content cannot be given back");
        }
    }

    private void given(long bytes) {
        used.addAndGet(-bytes);
        budget.give(bytes);
    }

    private @Nullable LargeContent place(int bytes) throws IOException {
        for (MemoryFile file : files) {
            LargeContent content = place(file, bytes);
            if (content != null) {
                return content;
            }
        }
        MemoryFile another = another();
        return another == null ? null : place(another, bytes);
    }

    private @Nullable LargeContent place(MemoryFile file, int bytes) throws IOException {
        long start = closed ? Extents.NONE : file.take(bytes);
        return start == Extents.NONE ? null : new LargeContent(this, file, start, bytes);
    }

    private synchronized @Nullable MemoryFile another() throws IOException {
        if (closed || files.size() == FILES_MAX) {
            return null;
        }
        MemoryFile another = MemoryFile.create(system, FILE_BYTES);
        files.add(another);
        return another;
    }

    /** A system may have all that is needed and refuse to let it be used. */
    private void prove() throws IOException {
        MemoryFile file = MemoryFile.create(system, FILE_BYTES);
        files.add(file);
        long start = file.take(system.pageBytes);
        file.mapped(start, 1).put(0, (byte) 1);
        file.give(start, system.pageBytes);
        if (file.mapped(start, 1).get(0) != 0) {
            throw new IOException("memory that was given back is still there");
        }
        // looking at it has brought it back
        file.give(file.take(system.pageBytes), system.pageBytes);
    }
}
