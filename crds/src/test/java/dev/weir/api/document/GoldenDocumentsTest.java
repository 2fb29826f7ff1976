package dev.weir.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file tells in the comments it begins with why it is there, and after "# problems:" what must be found in it. */
class GoldenDocumentsTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/documents");

    @ParameterizedTest
    @MethodSource("valid")
    void documents_that_are_right_are_read_without_a_problem(Path file) throws IOException {
        DocumentSet read = read(file);

        assertThat(read.problems()).isEmpty();
        assertThat(read.bindings().size() + read.httpCaches().size()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void everything_that_is_wrong_is_told(Path file) throws IOException {
        assertThat(read(file).problems().stream().map(Problem::toString)).containsExactlyElementsOf(expected(file));
    }

    private static List<String> expected(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .dropWhile(line -> !line.equals("# problems:"))
                .skip(1)
                .map(line -> file.getFileName() + ": " + line.substring(1).strip())
                .toList();
    }

    private static DocumentSet read(Path file) throws IOException {
        return DocumentReader.read(List.of(new SourceFile(file.getFileName().toString(), Files.readString(file))));
    }

    static List<Path> valid() throws IOException {
        return files("valid-");
    }

    static List<Path> invalid() throws IOException {
        return files("invalid-");
    }

    private static List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(DOCUMENTS)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
