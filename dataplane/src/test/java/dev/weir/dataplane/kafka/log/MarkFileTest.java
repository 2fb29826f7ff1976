package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkFileTest {
    private static final Map<TopicPartition, Mark> MARKS = Map.of(
            new TopicPartition("orders", 0), new Mark(1, 2, 3, 4, -5, 6, 7, 8),
            new TopicPartition("a.b_c-d", 12), new Mark(0, 4_000_000_000L, 0, 1 << 30, 0, 0, 0, 0));

    @TempDir
    Path directory;

    @Test
    void marksAreReadAsTheyWereWritten() throws IOException {
        MarkFile file = new MarkFile(directory);
        file.write(MARKS);
        assertThat(file.read()).isEqualTo(MARKS);
        file.write(Map.of());
        assertThat(file.read()).isEmpty();
    }

    @Test
    void withoutAFileThereAreNoMarks() throws IOException {
        assertThat(new MarkFile(directory).read()).isEmpty();
    }

    @Test
    void aFileOfWhichAnyByteIsNotAsWrittenIsNotTrusted() throws IOException {
        MarkFile file = new MarkFile(directory);
        file.write(MARKS);
        byte[] sound = Files.readAllBytes(directory.resolve("marks"));
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 4;
            Files.write(directory.resolve("marks"), damaged);
            assertThat(file.read()).as("byte %d", i).isEmpty();
        }
        for (int length : new int[] {0, 1, 10, sound.length / 2, sound.length - 2}) {
            Files.write(directory.resolve("marks"), java.util.Arrays.copyOf(sound, length));
            assertThat(file.read()).as("%d bytes", length).isEmpty();
        }
    }
}
