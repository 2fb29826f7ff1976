package dev.weir.dataplane.kafka.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.storage.internals.log.LogFileUtils;

/**
 * What a partition's directory holds beyond its mark. It was written after the last flush, so after a crash it may be
 * torn, and the indexes over it are not trimmed. It is taken off, so that the engine finds the partition just as it was
 * at the mark, and then appended again, batch by batch and checked, like batches that come from upstream.
 *
 * <p>So a restart reads what was written since the last mark, however much there is in all. The engine on its own would
 * read the active segment of every partition.
 */
final class Tail {
    static final String REPLAY = "replay";
    private static final int OFFSET_ENTRY_BYTES = 8;
    private static final int TIME_ENTRY_BYTES = 12;

    private final Path directory;
    private final Mark mark;

    Tail(Path directory, Mark mark) {
        this.directory = directory;
        this.mark = mark;
    }

    /** Batches waiting to be appended again; there may be none. */
    Path replay() {
        return directory.resolve(REPLAY);
    }

    /**
     * Brings the files back to the mark.
     *
     * @return false when they are not those that were marked (compacted or truncated meanwhile, or damaged); then
     *     nothing was changed and the engine must look for itself
     */
    boolean takeOff() throws IOException {
        Path segment = file(LogFileUtils.logFile(directory.toFile(), mark.segment()));
        Path offsetIndex = file(LogFileUtils.offsetIndexFile(directory.toFile(), mark.segment()));
        Path timeIndex = file(LogFileUtils.timeIndexFile(directory.toFile(), mark.segment()));
        long offsetIndexBytes = (long) mark.offsetEntries() * OFFSET_ENTRY_BYTES;
        long timeIndexBytes = (long) mark.timeEntries() * TIME_ENTRY_BYTES;
        if (size(segment) < mark.bytes()
                || Fingerprint.of(segment, mark.bytes()) != mark.fingerprint()
                || size(offsetIndex) < offsetIndexBytes
                || size(timeIndex) < timeIndexBytes) {
            return false;
        }
        List<Path> later = laterSegments();
        if (size(segment) > mark.bytes() || !later.isEmpty()) {
            if (!Files.exists(replay())) {
                copy(segment, later);
            }
            for (Path log : later) {
                deleteSegment(LogFileUtils.offsetFromFile(log.toFile()));
            }
            truncate(segment, mark.bytes());
        }
        truncate(offsetIndex, offsetIndexBytes);
        truncate(timeIndex, timeIndexBytes);
        Path aborted = file(LogFileUtils.transactionIndexFile(directory.toFile(), mark.segment()));
        if (size(aborted) > mark.abortedBytes()) {
            truncate(aborted, mark.abortedBytes());
        }
        deleteLaterSnapshots();
        return true;
    }

    private List<Path> laterSegments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> LogFileUtils.isLogFile(path.toFile()))
                    .filter(path -> LogFileUtils.offsetFromFile(path.toFile()) > mark.segment())
                    .sorted()
                    .toList();
        }
    }

    private void copy(Path segment, List<Path> later) throws IOException {
        Path next = directory.resolve(REPLAY + ".next");
        try (FileChannel to = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
            append(segment, mark.bytes(), to);
            for (Path log : later) {
                append(log, 0, to);
            }
        }
        Files.move(next, replay(), ATOMIC_MOVE);
    }

    private static void append(Path from, long position, FileChannel to) throws IOException {
        try (FileChannel channel = FileChannel.open(from, READ)) {
            long size = channel.size();
            for (long at = position; at < size; ) {
                at += channel.transferTo(at, size - at, to);
            }
        }
    }

    private void deleteSegment(long offset) throws IOException {
        File dir = directory.toFile();
        Files.deleteIfExists(LogFileUtils.offsetIndexFile(dir, offset).toPath());
        Files.deleteIfExists(LogFileUtils.timeIndexFile(dir, offset).toPath());
        Files.deleteIfExists(LogFileUtils.transactionIndexFile(dir, offset).toPath());
        Files.deleteIfExists(LogFileUtils.logFile(dir, offset).toPath());
    }

    /** They speak of the tail; the engine would prefer the latest one to the one taken with the mark. */
    private void deleteLaterSnapshots() throws IOException {
        List<Path> snapshots = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(path -> path.toString().endsWith(LogFileUtils.PRODUCER_SNAPSHOT_FILE_SUFFIX))
                    .filter(path -> LogFileUtils.offsetFromFile(path.toFile()) > mark.endOffset())
                    .forEach(snapshots::add);
        }
        for (Path snapshot : snapshots) {
            Files.deleteIfExists(snapshot);
        }
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.truncate(bytes);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : -1;
    }

    private static Path file(File file) {
        return file.toPath();
    }
}
