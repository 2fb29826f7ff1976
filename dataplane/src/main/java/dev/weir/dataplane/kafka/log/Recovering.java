package dev.weir.dataplane.kafka.log;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.storage.internals.checkpoint.PartitionMetadataFile;
import org.apache.kafka.storage.internals.log.LogFileUtils;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens all partitions found in a store's directory, several at a time. */
final class Recovering {
    private static final Logger log = LoggerFactory.getLogger(Recovering.class);

    private final Path directory;
    private final StoreParts store;
    private final Function<String, @Nullable TopicSettings> settings;

    Recovering(Path directory, StoreParts store, Function<String, @Nullable TopicSettings> settings) {
        this.directory = directory;
        this.store = store;
        this.settings = settings;
    }

    private record Found(PartitionLog partition, LogOpening.@Nullable Opened opened) {}

    Recovery all(Map<TopicPartition, Mark> marks, Consumer<PartitionLog> each) throws IOException {
        long begin = System.nanoTime();
        List<Path> directories;
        try (Stream<Path> paths = Files.list(directory)) {
            directories = paths.filter(Files::isDirectory).sorted().toList();
        }
        List<Future<Optional<Found>>> tasks = new ArrayList<>();
        int replayed = 0;
        int rescanned = 0;
        int offline = 0;
        int partitions = 0;
        long replayedBytes = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(
                store.engine().settings().openThreads(),
                Thread.ofPlatform().daemon().name("weir-log-open-", 0).factory())) {
            for (Path path : directories) {
                tasks.add(threads.submit(() -> open(path, marks)));
            }
            for (Future<Optional<Found>> task : tasks) {
                Optional<Found> found = get(task);
                if (found.isEmpty()) {
                    continue;
                }
                partitions++;
                each.accept(found.get().partition());
                LogOpening.Opened opened = found.get().opened();
                if (opened == null) {
                    offline++;
                } else {
                    replayed += opened.replayedBytes() > 0 ? 1 : 0;
                    rescanned += opened.rescanned() ? 1 : 0;
                    replayedBytes += opened.replayedBytes();
                }
            }
        }
        Recovery recovery = new Recovery(
                Duration.ofNanos(System.nanoTime() - begin), partitions, replayedBytes, rescanned, offline);
        log.atInfo()
                .addKeyValue(LogKey.DIRECTORY, directory)
                .addKeyValue(LogKey.PARTITIONS, partitions)
                .addKeyValue(LogKey.DURATION_MILLIS, recovery.took().toMillis())
                .addKeyValue(LogKey.REPLAYED, replayed)
                .addKeyValue(LogKey.REPLAYED_BYTES, replayedBytes)
                .addKeyValue(LogKey.RESCANNED, rescanned)
                .addKeyValue(LogKey.OFFLINE, offline)
                .log("The logs are open.");
        return recovery;
    }

    private Optional<Found> open(Path path, Map<TopicPartition, Mark> marks) throws IOException {
        String name = path.getFileName().toString();
        if (name.startsWith(".")) {
            return Optional.empty();
        }
        if (name.endsWith(LogFileUtils.DELETE_DIR_SUFFIX)) {
            Trees.delete(path);
            return Optional.empty();
        }
        TopicPartition partition;
        try {
            partition = UnifiedLog.parseTopicPartitionName(path.toFile());
        } catch (KafkaException e) {
            log.atWarn()
                    .addKeyValue(LogKey.DIRECTORY, path)
                    .log("This is not the directory of a partition; it is left alone.");
            return Optional.empty();
        }
        Optional<Uuid> topicId = topicId(path);
        if (topicId.isEmpty()) {
            log.atWarn()
                    .addKeyValue(LogKey.DIRECTORY, path)
                    .log("It is not known to which topic this log belongs; it is deleted and fetched again.");
            Trees.delete(path);
            return Optional.empty();
        }
        PartitionLog found = new PartitionLog(partition, topicId.get(), path, store);
        return Optional.of(
                new Found(found, found.files().open(settings.apply(partition.topic()), marks.get(partition))));
    }

    private static Optional<Uuid> topicId(Path path) {
        PartitionMetadataFile file =
                new PartitionMetadataFile(PartitionMetadataFile.newFile(path.toFile()), new LogFailures(e -> {}));
        try {
            return file.exists() ? Optional.of(file.read().topicId()) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Found> get(Future<Optional<Found>> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("The log directory cannot be opened: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Opening the log directory was interrupted.", e);
        }
    }
}
