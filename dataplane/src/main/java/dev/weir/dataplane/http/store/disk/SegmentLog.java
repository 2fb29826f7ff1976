package dev.weir.dataplane.http.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The segments in the order in which they were written. Of one thread. */
final class SegmentLog {
    /** A file region is sent with offsets that fit an int on some transports. */
    private static final long SEGMENT_MAX = 64L * 1024 * 1024;

    private static final long SEGMENT_MIN = 64L * 1024;
    private static final int SEGMENTS = 16;

    private final Path folder;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private @Nullable Segment active;
    private @Nullable FileChannel lock;
    private long nextId = 1;
    private long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    SegmentLog(Path folder, long bytesMax) {
        this.folder = folder;
        this.bytesMax = bytesMax;
    }

    long bytes() {
        return bytes.get();
    }

    void limit(long next) {
        bytesMax = next;
    }

    /** What is in the folder; files that are no segments of ours go. What is written from now on is in another. */
    List<Segment> open() throws IOException {
        Files.createDirectories(folder);
        lock();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + Segment.SUFFIX)) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        for (Path file : files) {
            long id = id(file);
            Segment segment = id < 0 ? null : Segment.open(file, id);
            if (segment == null) {
                Files.delete(file);
            } else {
                segments.add(segment);
                bytes.addAndGet(segment.length());
                nextId = id + 1;
            }
        }
        return List.copyOf(segments);
    }

    /** Whether a record may be written at all, however much has to go for it. */
    boolean takes(long recordLength) {
        return recordLength <= bytesMax / 4;
    }

    /** Whether the oldest segment has to go before a record is written; some room is left for what is kept of it. */
    boolean isFullFor(long recordLength) {
        return oldest() != null && bytes.get() + recordLength + segmentLength() / 2 > bytesMax;
    }

    Location.Part append(RecordHeader header, byte[] head, ByteBuffer... content) throws IOException {
        Segment segment = active;
        if (segment == null || segment.length() + header.recordLength() > segmentLength()) {
            force();
            segment = Segment.create(folder, nextId);
            nextId++;
            segments.add(segment);
            bytes.addAndGet(segment.length());
            active = segment;
        }
        long offset = segment.length();
        var parts = new ByteBuffer[content.length + 1];
        parts[0] = header.encode(head);
        System.arraycopy(content, 0, parts, 1, content.length);
        segment.append(parts);
        bytes.addAndGet(segment.length() - offset);
        return new Location.Part(segment, offset, header);
    }

    void truncate(Segment segment, long to) throws IOException {
        bytes.addAndGet(to - segment.length());
        segment.truncate(to);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** The one that is the next to go; not the one that is written. */
    @Nullable
    Segment oldest() {
        Segment first = segments.peekFirst();
        return first == null || first.equals(active) ? null : first;
    }

    void dropOldest() throws IOException {
        Segment gone = segments.removeFirst();
        if (gone.equals(active)) {
            active = null;
        }
        bytes.addAndGet(-gone.length());
        gone.delete();
    }

    void force() throws IOException {
        if (active != null) {
            active.force();
        }
    }

    void close() throws IOException {
        segments.forEach(Segment::release);
        segments.clear();
        active = null;
        bytes.set(0);
        if (lock != null) {
            lock.close();
        }
    }

    /** Two that write in one folder would destroy it. */
    private void lock() throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = file;
        try {
            if (file.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // by this process
        }
        throw new IOException(folder + " is in use");
    }

    private long segmentLength() {
        return Math.clamp(bytesMax / SEGMENTS, SEGMENT_MIN, SEGMENT_MAX);
    }

    private static long id(Path file) {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name, 0, name.length() - Segment.SUFFIX.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
