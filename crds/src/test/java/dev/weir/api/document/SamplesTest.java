package dev.weir.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Path SAMPLES = Path.of("../deploy/samples");

    @Test
    void the_samples_are_right_and_can_stand_side_by_side() throws IOException {
        var files = new ArrayList<SourceFile>();
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            for (Path sample : samples.sorted().toList()) {
                files.add(new SourceFile(sample.toString(), Files.readString(sample)));
            }
        }

        DocumentSet read = DocumentReader.read(files);

        assertThat(read.problems()).isEmpty();
        assertThat(names(read.bindings())).contains("orders");
        assertThat(names(read.httpCaches())).contains("catalog");
    }

    private static List<String> names(List<? extends Document> documents) {
        return documents.stream().map(document -> document.metadata().name()).toList();
    }
}
