package dev.weir.dataplane.kafka.log;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.LogFileUtils;
import org.apache.kafka.storage.internals.log.LogSegment;

/**
 * A segment of which only the first so many bytes are sound; all of them, if only its indexes are damaged or if batches
 * are missing behind them.
 */
record Damage(long segment, int soundBytes, int bytes, boolean cutShort) {

    /**
     * Reads the segment of that base offset, or the one before it, from its beginning.
     *
     * @param gapless whether the next segment must begin where this one ends
     */
    static Damage find(List<LogSegment> segments, long endOffset, long baseOffset, boolean gapless) {
        LogSegment suspect = segments.getFirst();
        long end = endOffset;
        for (LogSegment segment : segments) {
            if (segment.baseOffset() > baseOffset) {
                end = segment.baseOffset();
                break;
            }
            suspect = segment;
        }
        int sound = new Soundness(suspect.log(), suspect.baseOffset(), end).until(0, suspect.size());
        boolean whole = sound >= suspect.size();
        boolean cutShort = whole && gapless && endOf(suspect) < end;
        return new Damage(suspect.baseOffset(), sound, suspect.size(), cutShort);
    }

    private static long endOf(LogSegment segment) {
        return segment.log().lastBatch().map(RecordBatch::nextOffset).orElse(segment.baseOffset());
    }

    boolean inBatches() {
        return soundBytes < bytes || cutShort;
    }

    /** Cuts the log off there. The segment's indexes go too: the engine builds them again when it opens the log. */
    void cutOff(Path directory) throws IOException {
        File dir = directory.toFile();
        Files.deleteIfExists(LogFileUtils.offsetIndexFile(dir, segment).toPath());
        Files.deleteIfExists(LogFileUtils.timeIndexFile(dir, segment).toPath());
        if (!inBatches()) {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(LogFileUtils.logFile(dir, segment).toPath(), WRITE)) {
            channel.truncate(soundBytes);
        }
        List<Path> later;
        try (Stream<Path> files = Files.list(directory)) {
            later = files.filter(path -> isOfSegment(path.toFile()))
                    .filter(path -> LogFileUtils.offsetFromFile(path.toFile()) > segment)
                    .toList();
        }
        for (Path file : later) {
            Files.deleteIfExists(file);
        }
    }

    private static boolean isOfSegment(File file) {
        return LogFileUtils.isLogFile(file) || LogFileUtils.isIndexFile(file);
    }
}
