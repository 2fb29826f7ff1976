package dev.weir.dataplane.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Problem;
import dev.weir.api.document.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFilesTest {
    @TempDir
    Path folder;

    @Test
    void theFilesOfAFolderAreReadInTheOrderOfTheirNames() throws IOException {
        write("b.yml", "b");
        write("a.yaml", "a");
        write("c.json", "c");

        assertThat(texts(folder).files())
                .containsExactly(
                        new SourceFile("a.yaml", "a"), new SourceFile("b.yml", "b"), new SourceFile("c.json", "c"));
    }

    @Test
    void whatIsNotADocumentIsPassedOver() throws IOException {
        write("notes.txt", "");
        write(".hidden.yaml", "");
        write("orders.yaml~", "");
        Files.createDirectory(folder.resolve("folder.yaml"));

        assertThat(texts(folder).files()).isEmpty();
    }

    @Test
    void oneFileIsReadWhateverItsName() throws IOException {
        write("orders.txt", "orders");

        assertThat(texts(folder.resolve("orders.txt")).files()).containsExactly(new SourceFile("orders.txt", "orders"));
    }

    @Test
    void aMountedConfigMapIsReadThroughItsLink() throws IOException {
        Path data = Files.createDirectory(folder.resolve("..2026_11_01"));
        Files.writeString(data.resolve("orders.yaml"), "orders");
        Files.createSymbolicLink(folder.resolve("..data"), data.getFileName());
        Files.createSymbolicLink(folder.resolve("orders.yaml"), Path.of("..data/orders.yaml"));
        // a file of the next version, of which the link does not know yet
        Files.createSymbolicLink(folder.resolve("prices.yaml"), Path.of("..data/prices.yaml"));

        assertThat(texts(folder).files()).containsExactly(new SourceFile("orders.yaml", "orders"));
    }

    @Test
    void theChecksumChangesWithNamesAndTextsOnly() throws IOException {
        write("a.yaml", "a");
        String before = texts(folder).checksum();

        write("a.yaml", "a");
        assertThat(texts(folder).checksum()).isEqualTo(before).startsWith("sha256:");
        write("a.yaml", "b");
        assertThat(texts(folder).checksum()).isNotEqualTo(before);
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        Path absent = folder.resolve("absent");

        assertThat(unreadable(absent).problems())
                .containsExactly(new Problem(
                        absent.toString(), "", "", "it does not exist", "create it, or name another file or folder"));
    }

    @Test
    void aLinkThatLeadsNowhereIsSaid() throws IOException {
        Files.createSymbolicLink(folder.resolve("orders.yaml"), Path.of("absent"));

        assertThat(unreadable(folder).problems())
                .extracting(Problem::toString)
                .containsExactly(folder.resolve("orders.yaml")
                        + ": it does not exist: create it, or name another file or folder");
    }

    @Test
    void aFolderThatCannotBeReadIsSaid() throws IOException {
        // a link to itself cannot be followed by anyone, not even by root
        Path circle = folder.resolve("circle");
        Files.createSymbolicLink(circle, circle);

        assertThat(unreadable(circle).problems()).hasSize(1).first().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(circle.toString());
            assertThat(problem.message()).startsWith("it cannot be read: ");
        });
    }

    @Test
    void everyFileThatIsNotTextIsSaid() throws IOException {
        Files.write(folder.resolve("a.yaml"), new byte[] {'a', (byte) 0xff});
        Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xc0});

        assertThat(unreadable(folder).problems())
                .containsExactly(
                        new Problem("a.yaml", "", "", "this is not text in UTF-8", "save it as UTF-8"),
                        new Problem("b.yaml", "", "", "this is not text in UTF-8", "save it as UTF-8"));
    }

    @Test
    void aFileLongerThanAConfigMapCanHoldIsSaid() throws IOException {
        write("a.yaml", "#".repeat(1024 * 1024 + 1));

        assertThat(unreadable(folder).problems())
                .hasSize(1)
                .first()
                .extracting(Problem::message)
                .isEqualTo("it cannot be read: it has 1048577 bytes, more than the 1048576 of a ConfigMap");
    }

    @Test
    void moreFilesThanAnyoneNeedsAreSaid() throws IOException {
        for (int i = 0; i <= 1000; i++) {
            write(i + ".yaml", "");
        }

        assertThat(unreadable(folder).problems())
                .extracting(Problem::message)
                .containsExactly("it cannot be read: it has more than 1000 files of documents");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static Snapshot.Texts texts(Path path) {
        Snapshot snapshot = new DocumentFiles(path).read();
        assertThat(snapshot).isInstanceOf(Snapshot.Texts.class);
        return (Snapshot.Texts) snapshot;
    }

    private static Snapshot.Unreadable unreadable(Path path) {
        Snapshot snapshot = new DocumentFiles(path).read();
        assertThat(snapshot).isInstanceOf(Snapshot.Unreadable.class);
        return (Snapshot.Unreadable) snapshot;
    }
}
