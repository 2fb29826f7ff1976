package dev.weir.dataplane.document;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.dataplane.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentWatchTest {
    @TempDir
    Path temporary;

    private final RecordingApplier applier = new RecordingApplier();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void theFirstLoadIsTold() throws IOException {
        Path folder = folderOf("orders");
        try (DocumentWatch watch = watch(documents(folder))) {
            DocumentsState state = watch.start().join();

            assertThat(requireNonNull(state.active()).loaded().documents()).hasSize(1);
        }
    }

    @Test
    void aFileThatIsWrittenOverIsLoaded() throws IOException {
        Path folder = folderOf("orders");
        try (DocumentWatch watch = watch(documents(folder))) {
            watch.start().join();

            Files.writeString(folder.resolve("a.yaml"), cache("prices"));

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
        }
    }

    @Test
    void aFileThatAnEditorReplacesIsLoaded() throws IOException {
        Path file = folderOf("orders").resolve("a.yaml");
        try (DocumentWatch watch = watch(documents(file))) {
            watch.start().join();

            // as vim does: the old one becomes the backup, then the new one is written
            Files.move(file, file.resolveSibling("a.yaml~"));
            Files.writeString(file, cache("prices"));

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
        }
    }

    @Test
    void aFileThatIsRenamedIntoPlaceIsLoaded() throws IOException {
        Path file = folderOf("orders").resolve("a.yaml");
        try (DocumentWatch watch = watch(documents(file))) {
            watch.start().join();

            // as sed -i does
            Path next = Files.writeString(file.resolveSibling("sedX1y2Z3"), cache("prices"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
        }
    }

    @Test
    void aConfigMapThatTheKubeletSwapsIsLoaded() throws IOException {
        Path mount = Files.createDirectory(temporary.resolve("mount"));
        configMap(mount, "..first", "orders");
        Files.createSymbolicLink(mount.resolve("a.yaml"), Path.of("..data/a.yaml"));
        try (DocumentWatch watch = watch(documents(mount))) {
            watch.start().join();

            configMap(mount, "..second", "prices");

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
        }
    }

    @Test
    void aFolderThatIsItselfALinkAndIsTurnedIsLoaded() throws IOException {
        Path folder = folderOf("orders");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        try (DocumentWatch watch = watch(documents(link))) {
            watch.start().join();

            Path other = Files.createDirectory(temporary.resolve("other"));
            Files.writeString(other.resolve("a.yaml"), cache("prices"));
            Path next = Files.createSymbolicLink(temporary.resolve("next"), other);
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
        }
    }

    @Test
    void aFolderThatComesBackIsLoaded() throws IOException {
        Path folder = folderOf("orders");
        Documents documents = documents(folder);
        try (DocumentWatch watch = watch(documents)) {
            watch.start().join();
            Path away = Files.move(folder, temporary.resolve("away"));
            await().until(() -> documents.state().rejected() != null);
            assertThat(requireNonNull(documents.state().rejected()).problems())
                    .extracting(Problem::message)
                    .containsExactly("it does not exist");

            Files.move(away, folder);
            await().until(() -> documents.state().rejected() == null);

            Files.writeString(folder.resolve("a.yaml"), cache("prices"));
            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
        }
    }

    @Test
    void manyEditsInARowEndWithTheLast() throws IOException {
        Path folder = folderOf("orders");
        try (DocumentWatch watch = watch(documents(folder))) {
            watch.start().join();

            for (int edit : IntStream.range(0, 50).toArray()) {
                Files.writeString(folder.resolve("a.yaml"), cache("edit-" + edit));
            }

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("edit-49 in a.yaml"));
        }
    }

    @Test
    void aFileWrittenInPiecesIsNeverRejectedHalfWay() throws IOException {
        Path folder = folderOf("orders");
        Documents documents = documents(folder);
        try (DocumentWatch watch = watch(documents)) {
            watch.start().join();
            String text = cache("prices");

            // a truncated file that the rest follows at once
            Files.writeString(folder.resolve("a.yaml"), "");
            Files.writeString(folder.resolve("a.yaml"), text.substring(0, 60));
            Files.writeString(folder.resolve("a.yaml"), text);

            await().untilAsserted(() -> assertThat(lastApplied()).containsExactly("prices in a.yaml"));
            assertThat(documents.state().rejected()).isNull();
        }
    }

    @Test
    void nothingIsLoadedAfterTheClose() throws IOException {
        Path folder = folderOf("orders");
        DocumentWatch watch = watch(documents(folder));
        watch.start().join();

        watch.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("weir-documents");
    }

    @Test
    void whatNeverBeganCanBeClosed() throws IOException {
        watch(documents(folderOf("orders"))).close();

        assertThat(applier.attempts).hasValue(0);
    }

    @Test
    void aMistakeInTheCodeIsHandedOn() throws IOException {
        Path folder = folderOf("orders");
        var documents = new Documents(
                folder,
                files -> {
                    throw new IllegalStateException("a mistake");
                },
                applier,
                InstantSource.system());
        try (DocumentWatch watch = watch(documents)) {
            assertThat(watch.start()).failsWithin(Patience.LIMIT);
            await().untilAsserted(() -> assertThat(failure.get()).hasMessage("a mistake"));
        }
    }

    private DocumentWatch watch(Documents documents) {
        return new DocumentWatch(documents, failure::set);
    }

    private Documents documents(Path path) {
        return new Documents(path, DocumentReader::read, applier, InstantSource.system());
    }

    private List<String> lastApplied() {
        return applier.applied.getLast();
    }

    private Path folderOf(String name) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("documents"));
        Files.writeString(folder.resolve("a.yaml"), cache(name));
        return folder;
    }

    /** Writes a version beside those that are there and turns the link to it, as the kubelet does. */
    private static void configMap(Path mount, String version, String name) throws IOException {
        Path data = Files.createDirectory(mount.resolve(version));
        Files.writeString(data.resolve("a.yaml"), cache(name));
        Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), data.getFileName());
        Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String cache(String name) {
        return """
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata: {name: %s}
            spec:
              routes: [{name: all, origin: {urls: ["http://origin:80"]}}]
            """.formatted(name);
    }
}
