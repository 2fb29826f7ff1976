package dev.weir.operator.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operator.acknowledgement.PodReport.Rejection;
import dev.weir.operator.acknowledgement.PodReport.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Reads the contract that the data-plane is held to. */
class ManagementAnswersTest {
    private static final Path CONTRACTS = Path.of("../deploy/reference/status");

    @Test
    void documents_are_read_as_the_contract_has_them() throws IOException {
        Told told = read("orders");

        assertThat(told.checksum()).isEqualTo("sha256:0a1b");
        assertThat(told.rejection())
                .isEqualTo(new Rejection(
                        "sha256:2c3d", List.of("spec.exit: there is no upstream \"man\": name one of: main")));
    }

    @Test
    void the_status_is_that_of_the_document_asked_for() throws IOException {
        assertThat(read("orders").status().path("pod").asInt()).isEqualTo(1);
        assertThat(read("another").status().isMissingNode()).isTrue();
    }

    @Test
    void a_pod_that_runs_nothing_yet_tells_so() throws IOException {
        Told told = ManagementAnswers.read("{}", "{\"documents\": []}", "orders");

        assertThat(told.checksum()).isNull();
        assertThat(told.rejection()).isNull();
    }

    @Test
    void files_that_could_not_be_read_have_no_checksum() throws IOException {
        Told told = ManagementAnswers.read("{\"rejected\": {\"problems\": [{}]}}", "{}", "orders");

        Rejection rejection = Objects.requireNonNull(told.rejection());
        assertThat(rejection.checksum()).isNull();
        assertThat(rejection.problems()).containsExactly("no reason told");
    }

    private static Told read(String name) throws IOException {
        return ManagementAnswers.read(
                Files.readString(CONTRACTS.resolve("documents.json")),
                Files.readString(CONTRACTS.resolve("kafka-cache.json")),
                name);
    }
}
