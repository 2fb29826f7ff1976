package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.storage.internals.checkpoint.PartitionMetadataFile;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one partition's directory in the cheapest way that is safe: from its mark when the files fit it; else by
 * letting the engine read them through and cut off what is damaged; and when even that is impossible, by beginning
 * anew, for all of it can be fetched again.
 */
final class LogOpening {
    private static final Logger log = LoggerFactory.getLogger(LogOpening.class);

    private final Engine engine;
    private final TopicPartition partition;
    private final Path directory;
    private final Uuid topicId;
    private final LogFailures failures;

    LogOpening(Engine engine, TopicPartition partition, Path directory, Uuid topicId, LogFailures failures) {
        this.engine = engine;
        this.partition = partition;
        this.directory = directory;
        this.topicId = topicId;
        this.failures = failures;
    }

    /** What was opened, how many bytes beyond the mark were appended again, and whether it had to be read through. */
    record Opened(EngineLog log, long replayedBytes, boolean rescanned) {}

    EngineLog create(LogConfig config, long startOffset) throws IOException {
        Files.createDirectories(directory);
        EngineLog created = open(config, startOffset, startOffset, true);
        created.unwrap().partitionMetadataFile().ifPresent(PartitionMetadataFile::maybeFlush);
        return created;
    }

    Opened open(LogConfig config, @Nullable Mark mark) throws IOException {
        long start = mark == null ? 0 : mark.startOffset();
        try {
            return fromFiles(config, mark);
        } catch (IOException | RuntimeException e) {
            if (!writable()) {
                throw e;
            }
            log.atError()
                    .addKeyValue(LogKey.TOPIC, partition.topic())
                    .addKeyValue(LogKey.PARTITION, partition.partition())
                    .setCause(e)
                    .log("The files of this partition are beyond repair; they are deleted and fetched again.");
            Trees.deleteContent(directory);
            return new Opened(create(config, start), 0, true);
        }
    }

    private Opened fromFiles(LogConfig config, @Nullable Mark mark) throws IOException {
        EngineLog opened = mark == null ? null : fromMark(config, mark);
        boolean rescanned = opened == null;
        if (opened == null) {
            opened = mark == null
                    ? open(config, 0, 0, false)
                    : open(config, mark.startOffset(), mark.endOffset(), false);
        }
        try {
            long replayed = Replay.into(opened, directory.resolve(Tail.REPLAY));
            opened.commit(opened.unwrap().logEndOffset());
            return new Opened(opened, replayed, rescanned);
        } catch (IOException | RuntimeException e) {
            opened.closeQuietly();
            throw e;
        }
    }

    private @Nullable EngineLog fromMark(LogConfig config, Mark mark) throws IOException {
        if (!new Tail(directory, mark).takeOff()) {
            return null;
        }
        EngineLog opened = open(config, mark.startOffset(), mark.endOffset(), true);
        if (opened.unwrap().logEndOffset() == mark.endOffset()) {
            return opened;
        }
        opened.closeQuietly();
        return null;
    }

    private EngineLog open(LogConfig config, long startOffset, long recoveryPoint, boolean intact) throws IOException {
        OpenReads reads = new OpenReads();
        LogTasks tasks = engine.tasks(reads);
        UnifiedLog opened = engine.open(
                directory, config, startOffset, recoveryPoint, intact, tasks, failures, Optional.of(topicId));
        return new EngineLog(opened, reads, tasks);
    }

    /** Tells damaged files from a volume that fails: there, deleting would help nothing. */
    private boolean writable() {
        Path probe = directory.resolve("probe");
        try {
            Files.write(probe, new byte[4096]);
            Files.delete(probe);
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> unreadable =
                        files.filter(path -> !Files.isReadable(path)).toList();
                return unreadable.isEmpty();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
