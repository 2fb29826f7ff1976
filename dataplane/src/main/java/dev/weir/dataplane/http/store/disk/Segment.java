package dev.weir.dataplane.http.store.disk;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file of the log: 16 bytes of magic and version, then records. It is written once, by one thread. Whoever reads from
 * it holds it, so that it can still be read when it has been deleted.
 */
final class Segment {
    static final int HEADER_LENGTH = 16;
    static final int VERSION = 2;
    static final String SUFFIX = ".segment";

    private static final long MAGIC = 0x5765697248747470L;

    final long id;
    final Path file;
    private final FileChannel channel;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile long length;

    private Segment(long id, Path file, FileChannel channel, long length) {
        this.id = id;
        this.file = file;
        this.channel = channel;
        this.length = length;
    }

    static Path file(Path folder, long id) {
        return folder.resolve("%016d".formatted(id) + SUFFIX);
    }

    static Segment create(Path folder, long id) throws IOException {
        Path file = file(folder, id);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var segment = new Segment(id, file, channel, 0);
        try {
            segment.append(ByteBuffer.allocate(HEADER_LENGTH)
                    .putLong(MAGIC)
                    .putInt(VERSION)
                    .putInt(0)
                    .flip());
            return segment;
        } catch (IOException e) {
            segment.delete();
            throw e;
        }
    }

    /** Null if it is none, or one of another version. */
    static @Nullable Segment open(Path file, long id) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long length = channel.size();
        var segment = new Segment(id, file, channel, length);
        if (length >= HEADER_LENGTH) {
            ByteBuffer header = segment.read(0, HEADER_LENGTH);
            if (header.getLong(0) == MAGIC && header.getInt(8) == VERSION) {
                return segment;
            }
        }
        segment.release();
        return null;
    }

    FileChannel channel() {
        return channel;
    }

    long length() {
        return length;
    }

    /** All of it or nothing: where it does not go to its end, it is taken back. */
    void append(ByteBuffer... parts) throws IOException {
        long end = length;
        try {
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    end += channel.write(part, end);
                }
            }
            length = end;
        } catch (IOException e) {
            truncate(length);
            throw e;
        }
    }

    void truncate(long to) throws IOException {
        channel.truncate(to);
        length = to;
    }

    ByteBuffer read(long from, int bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes);
        read(from, into);
        return into.flip();
    }

    /** Fills it. */
    void read(long from, ByteBuffer into) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int got = channel.read(into, at);
            if (got < 0) {
                throw new EOFException(file + " ends before " + (at + into.remaining()));
            }
            at += got;
        }
    }

    void force() throws IOException {
        channel.force(false);
    }

    boolean tryRetain() {
        int now;
        do {
            now = holders.get();
            if (now == 0) {
                return false;
            }
        } while (!holders.compareAndSet(now, now + 1));
        return true;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Out of the folder at once, and closed when nobody reads from it any more. */
    void delete() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            release();
        }
    }
}
