package dev.weir.dataplane.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks of all partitions of a store, in one text file: a version, a line for each partition (topic, partition and
 * the numbers of its {@link Mark}), a checksum. It is replaced as a whole, so a crash leaves the old one or the new
 * one. Without it everything is still recovered, only by reading much more.
 */
final class MarkFile {
    private static final Logger log = LoggerFactory.getLogger(MarkFile.class);
    private static final String VERSION = "weir-log-marks 1";

    private final Path file;

    MarkFile(Path directory) {
        file = directory.resolve("marks");
    }

    void write(Map<TopicPartition, Mark> marks) throws IOException {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        marks.forEach((partition, mark) -> text.append(partition.topic())
                .append(' ')
                .append(partition.partition())
                .append(' ')
                .append(mark.startOffset())
                .append(' ')
                .append(mark.endOffset())
                .append(' ')
                .append(mark.segment())
                .append(' ')
                .append(mark.bytes())
                .append(' ')
                .append(mark.fingerprint())
                .append(' ')
                .append(mark.offsetEntries())
                .append(' ')
                .append(mark.timeEntries())
                .append(' ')
                .append(mark.abortedBytes())
                .append('\n'));
        text.append(checksum(text.toString())).append('\n');
        Path next = file.resolveSibling("marks.next");
        try (FileChannel channel = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer bytes = UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, ATOMIC_MOVE);
    }

    /** The marks; none when there is no file yet, or it cannot be trusted. */
    Map<TopicPartition, Mark> read() throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return parse(Files.readString(file, UTF_8));
        } catch (RuntimeException | CharacterCodingException e) {
            log.atWarn()
                    .addKeyValue(LogKey.FILE, file)
                    .setCause(e)
                    .log("The marks of the log directory are damaged; every partition is read through instead.");
            return Map.of();
        }
    }

    private static Map<TopicPartition, Mark> parse(String text) {
        List<String> lines = text.lines().toList();
        String body = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
        if (!lines.getFirst().equals(VERSION) || !lines.getLast().equals(checksum(body))) {
            throw new IllegalArgumentException("unknown version or wrong checksum");
        }
        Map<TopicPartition, Mark> marks = new HashMap<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            String[] of = line.split(" ", -1);
            marks.put(
                    new TopicPartition(of[0], Integer.parseInt(of[1])),
                    new Mark(
                            Long.parseLong(of[2]),
                            Long.parseLong(of[3]),
                            Long.parseLong(of[4]),
                            Integer.parseInt(of[5]),
                            Integer.parseInt(of[6]),
                            Integer.parseInt(of[7]),
                            Integer.parseInt(of[8]),
                            Integer.parseInt(of[9])));
        }
        return marks;
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
