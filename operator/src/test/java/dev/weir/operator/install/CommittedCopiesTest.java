package dev.weir.operator.install;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chart can read only what lies within it. So that nothing is written twice, it holds copies of what is written
 * elsewhere; they are made anew with {@code -Dgolden.write=true}.
 */
class CommittedCopiesTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path COPIES = Chart.FOLDER.resolve("files");

    record Copy(String original, String copy) {}

    static List<Copy> copies() {
        return List.of(
                new Copy("crds/kafkacachebinding.yaml", "crds/kafkacachebinding.yaml"),
                new Copy("crds/httpcache.yaml", "crds/httpcache.yaml"),
                new Copy("deploy/operator/service-account.yaml", "service-account.yaml"),
                new Copy("deploy/operator/operator-role.yaml", "operator-role.yaml"),
                new Copy("deploy/operator/lease-role.yaml", "lease-role.yaml"),
                new Copy("deploy/operator/user-roles.yaml", "user-roles.yaml"),
                new Copy("deploy/monitoring/operator-pod-monitor.yaml", "pod-monitor.yaml"));
    }

    /** Before anything is rendered from them. */
    static void writeAnewWhereAsked() throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            for (Copy copy : copies()) {
                Files.copy(PROJECT.resolve(copy.original()), COPIES.resolve(copy.copy()), REPLACE_EXISTING);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("copies")
    void a_file_of_the_chart_is_its_original(Copy copy) throws IOException {
        writeAnewWhereAsked();
        Path file = COPIES.resolve(copy.copy());

        assertThat(file)
                .as("%s is stale; copy it with: mvn -pl operator -am test -Dgolden.write=true", file)
                .hasContent(Files.readString(PROJECT.resolve(copy.original())));
    }

    @Test
    void the_chart_holds_no_other_files() throws IOException {
        try (Stream<Path> files = Files.walk(COPIES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> COPIES.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            copies().stream().map(Copy::copy).toList());
        }
    }
}
