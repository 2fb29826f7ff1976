package dev.weir.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theTailOfALongLogIsShortAndBeginsWithAWholeLine() throws Exception {
        String lines = IntStream.range(0, 10_000)
                .mapToObj(number -> "line " + number + "\n")
                .collect(Collectors.joining());
        var log = new LogFile(Files.writeString(folder.resolve("log"), lines));

        assertThat(log.tail()).hasSizeLessThan(9_000).startsWith("line ").endsWith("line 9999\n");
    }

    @Test
    void aLogThatIsNotThereIsToldInItsPlace() {
        assertThat(new LogFile(folder.resolve("none")).tail()).contains("no log");
    }
}
