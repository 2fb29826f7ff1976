package dev.weir.dataplane.kafka.upstream.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link Remembered} in a file that is replaced whole, so that a crash leaves either the old or the new one. */
final class RememberedFile {
    private static final Logger log = LoggerFactory.getLogger(RememberedFile.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    RememberedFile(Path folder) {
        this.file = folder.resolve("topics.json");
    }

    /** Nothing where there is none, or one that cannot be read: it is learned again from upstream. */
    Remembered read() {
        try {
            return JSON.readValue(Files.readAllBytes(file), Remembered.class);
        } catch (NoSuchFileException e) {
            return Remembered.NOTHING;
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue(LogKey.FILE, file)
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("What was known of upstream's topics cannot be read; it is asked for again");
            return Remembered.NOTHING;
        }
    }

    void write(Remembered remembered) throws IOException {
        Path next = file.resolveSibling("topics.json.next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(remembered));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
