package dev.weir.dataplane.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that each topic had last, a file for each, so that a store that opens while upstream is away deletes and
 * compacts as the topic asks.
 */
final class SettingsFiles {
    private static final Logger log = LoggerFactory.getLogger(SettingsFiles.class);
    private static final String EAGER = "compacted.eagerly";

    private final Path directory;

    SettingsFiles(Path storeDirectory) throws IOException {
        directory = Files.createDirectories(storeDirectory.resolve(".topics"));
    }

    void write(String topic, TopicSettings settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings.values());
        properties.setProperty(EAGER, Boolean.toString(settings.compactedEagerly()));
        Path next = directory.resolve("." + topic);
        try (Writer writer = Files.newBufferedWriter(next, UTF_8)) {
            properties.store(writer, null);
        }
        Files.move(next, directory.resolve(topic), ATOMIC_MOVE);
    }

    /** Null when they are not known: then nothing must be deleted. */
    @Nullable
    TopicSettings read(String topic) {
        Path file = directory.resolve(topic);
        if (!Files.exists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            log.atWarn().addKeyValue(LogKey.FILE, file).setCause(e).log("The settings of a topic cannot be read.");
            return null;
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        boolean eager = Boolean.parseBoolean(values.remove(EAGER));
        return TopicSettings.of(values).withEagerCompaction(eager);
    }

    void delete(String topic) {
        try {
            Files.deleteIfExists(directory.resolve(topic));
        } catch (IOException e) {
            log.atWarn().addKeyValue(LogKey.TOPIC, topic).setCause(e).log("The settings of a deleted topic remain.");
        }
    }
}
