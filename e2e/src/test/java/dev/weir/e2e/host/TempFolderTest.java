package dev.weir.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path elsewhere;

    @Test
    void itGoesWithEverythingInItButNotWithWhatItsLinksPointTo() throws Exception {
        Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
        var folder = TempFolder.create("weir-test-");
        Path deep = Files.createDirectories(folder.path().resolve("a/b"));
        Files.writeString(deep.resolve("file"), "gone");
        Files.createSymbolicLink(deep.resolve("link"), elsewhere);

        folder.close();

        assertThat(folder.path()).doesNotExist();
        assertThat(kept).exists();
    }
}
