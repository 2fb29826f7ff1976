package dev.weir.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void aFolderThatIsNotThereIsMade() throws IOException {
        Path path = temporary.resolve("a/b");

        DataDirectory directory = opened(path);

        assertThat(path).isDirectory();
        directory.close();
    }

    @Test
    void itIsOpenedOnceAtATime() throws IOException {
        DataDirectory first = opened(temporary);

        assertThat(problem(temporary))
                .isEqualTo("--data " + temporary
                        + ": another process uses it: stop that process, or name another folder with --data");

        first.close();
        opened(temporary).close();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThat(problem(file)).isEqualTo("--data " + file + ": it is not a folder: name a folder with --data");
    }

    @Test
    void aPlaceThatNobodyCanWriteToIsSaid() {
        // not even root makes a folder in a device
        Path impossible = Path.of("/dev/null/weir");

        assertThat(problem(impossible))
                .startsWith("--data /dev/null/weir: it cannot be written to (")
                .endsWith("): make it writable, or name another folder with --data");
    }

    private static DataDirectory opened(Path path) {
        DataDirectory.Outcome outcome = DataDirectory.open(path);
        assertThat(outcome).isInstanceOf(DataDirectory.Opened.class);
        return ((DataDirectory.Opened) outcome).directory();
    }

    private static String problem(Path path) {
        DataDirectory.Outcome outcome = DataDirectory.open(path);
        assertThat(outcome).isInstanceOf(DataDirectory.Unusable.class);
        return ((DataDirectory.Unusable) outcome).problem().toString();
    }
}
