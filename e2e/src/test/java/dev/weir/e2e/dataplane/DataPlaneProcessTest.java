package dev.weir.e2e.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.e2e.host.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DataPlaneProcessTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void writeADocument() throws Exception {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("catalog.yaml"), """
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata:
              name: catalog
            spec:
              routes:
                - name: all
                  origin:
                    urls: ["http://127.0.0.1:1"]
              listeners:
                http:
                  port: %d
            """.formatted(FreePort.pick()));
    }

    @Test
    void itRunsTheDocumentsOfItsFolderUntilItIsStopped() {
        try (var plane = DataPlaneProcess.start(DataPlaneSettings.in(folder))) {
            assertThat(plane.management().body("/documents")).contains("\"catalog\"");

            assertThat(plane.stop()).isZero();
            assertThat(plane.isRunning()).isFalse();
            assertThat(plane.management().answers("/livez")).isFalse();
        }
    }

    @Test
    void onceKilledItStartsAgainOnTheSameDataAndPorts() {
        try (var plane = DataPlaneProcess.start(DataPlaneSettings.in(folder))) {
            long killed = plane.pid();
            plane.kill();
            plane.start();

            assertThat(plane.pid()).isNotEqualTo(killed);
            assertThat(plane.management().answers("/readyz")).isTrue();
        }
    }

    @Test
    void oneThatCannotStartFailsWithItsLog() throws Exception {
        Files.writeString(folder.resolve("documents/catalog.yaml"), "kind: HttpCash\n");

        assertThatThrownBy(() -> DataPlaneProcess.start(DataPlaneSettings.in(folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the data-plane ended with exit status 1 before it was ready")
                .hasMessageContaining("HttpCash");
    }
}
