package dev.weir.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.weir.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final String CATALOG = """
        apiVersion: weir.dev/v1alpha1
        kind: HttpCache
        metadata: {name: catalog}
        spec:
          routes: [{name: all, origin: {urls: [http://catalog]}}]
        """;

    private static final String BINDING = """
        apiVersion: weir.dev/v1alpha1
        kind: KafkaCacheBinding
        metadata: {name: catalog}
        spec:
          upstreams: [{name: main, bootstrapServers: [kafka:9092]}]
          exit: main
        """;

    @Test
    void two_documents_of_one_kind_and_name_are_told_with_both_their_files() {
        DocumentSet read = DocumentReader.read(List.of(
                new SourceFile("a.yaml", CATALOG),
                new SourceFile("b.yaml", CATALOG + "  listeners: {http: {port: 8081}}\n")));

        assertThat(read.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "b.yaml: HttpCache catalog: metadata.name: there is another HttpCache catalog in a.yaml: "
                                + "rename or remove one of them");
        assertThat(read.httpCaches()).hasSize(1);
    }

    @Test
    void two_documents_of_one_kind_and_name_in_one_file_are_told() {
        DocumentSet read = read(CATALOG + "  listeners: {http: {port: 8081}}\n---\n" + CATALOG);

        assertThat(read.problems())
                .extracting(Problem::message)
                .containsExactly("there is another HttpCache catalog in this file");
    }

    @Test
    void documents_of_different_kinds_may_share_a_name() {
        DocumentSet read = read(CATALOG + "---\n" + BINDING + "  listeners: {web: {port: 8081}}\n");

        assertThat(read.problems()).isEmpty();
    }

    @Test
    void a_document_with_a_problem_is_left_out_and_the_others_are_not() {
        DocumentSet read = DocumentReader.read(List.of(
                new SourceFile("bad.yaml", CATALOG.replace("name: catalog", "name: Catalog")),
                new SourceFile("good.yaml", CATALOG + "  listeners: {http: {port: 8081}}\n")));

        assertThat(read.problems()).hasSize(1);
        assertThat(read.httpCaches())
                .extracting(cache -> cache.metadata().name())
                .containsExactly("catalog");
    }

    @Test
    void nothing_is_no_problem() {
        assertThat(read("").problems()).isEmpty();
        assertThat(read("# nothing yet\n---\n").problems()).isEmpty();
        assertThat(DocumentReader.read(List.of()).problems()).isEmpty();
    }

    @Test
    void a_file_that_is_too_long_is_not_read() {
        assertThat(read(CATALOG + "#".repeat(YamlStream.LENGTH_MAX)).problems())
                .extracting(Problem::toString)
                .containsExactly("document.yaml: has more than 1048576 characters: split it into several files");
    }

    @Test
    void no_more_problems_are_told_than_anyone_reads() {
        List<Problem> problems = read("nonsense\n---\n".repeat(10_000)).problems();

        assertThat(problems).hasSize(Findings.MAX + 1);
        assertThat(problems.getLast()).hasToString("there are 9900 more problems: solve these first");
    }

    @Test
    void aliases_that_multiply_cost_nothing() {
        var bomb = new StringBuilder("  bootstrap: [&x0 [boom, boom]");
        for (int i = 1; i < 24; i++) {
            bomb.append(", &x%d [*x%d, *x%d]".formatted(i, i - 1, i - 1));
        }
        String binding = BINDING + bomb + "]\n";

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(read(binding).problems())
                    .hasSize(24)
                    .allSatisfy(problem -> assertThat(problem.message()).isEqualTo("must be text, but is a list"));
            assertThat(read(binding + "  ? [*x23, *x23]\n  : boom\n").problems())
                    .extracting(Problem::message)
                    .containsExactly("line 8, column 5: a key must be text");
        });
    }

    @Test
    void more_aliases_than_anyone_needs_are_refused() {
        String text = BINDING + "  bootstrap: &all [orders]\n  routes: [" + "*all, ".repeat(51) + "]\n";

        assertThat(read(text).problems())
                .extracting(Problem::message)
                .containsExactly("Number of aliases for non-scalar nodes exceeds the specified max=50");
    }

    @Test
    void a_document_that_holds_itself_is_refused() {
        assertThat(read(CATALOG.replace("spec:", "spec: &spec\n  listeners: *spec"))
                        .problems())
                .isNotEmpty();
    }

    @Test
    void deep_nesting_is_refused() {
        assertThat(read("[".repeat(100_000)).problems()).hasSize(1);
    }

    @Test
    void numbers_that_are_none_are_told() {
        assertThat(read(CATALOG + "  replicas: !!int \"three\"\n").problems())
                .extracting(Problem::message)
                .containsExactly("has a number that is none: For input string: \"three\"");
    }

    /** Whatever is done to a text, reading it comes to an end without an exception, and each problem is one line. */
    @Test
    void survives_broken_texts() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String alphabet = "{}[]:,-?&*!|>'\"%@`#~\n\t <=0x_.eé\u0000\u2028";
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder(CATALOG);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                if (random.nextBoolean()) {
                    text.setCharAt(at, c);
                } else {
                    text.insert(at, c);
                }
            }
            assertThat(read(text.toString()).problems())
                    .as("seed %d: %s", seed, text)
                    .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("\n"));
        }
    }

    private static DocumentSet read(String text) {
        return DocumentReader.read(List.of(new SourceFile("document.yaml", text)));
    }
}
