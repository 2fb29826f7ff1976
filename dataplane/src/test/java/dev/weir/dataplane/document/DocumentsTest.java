package dev.weir.dataplane.document;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.dataplane.document.DocumentsState.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DocumentsTest {
    @TempDir
    Path folder;

    private static final Problem PORT_IN_USE =
            Problem.at("spec.listeners.kafka.port", "port 9092 is in use", "choose another port");

    private final RecordingApplier applier = new RecordingApplier();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Documents.class);
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    @Test
    void documentsAreAppliedWithTheFilesThatTheyAreIn() throws IOException {
        write("b.yaml", binding("orders", 9092) + "---\n" + binding("prices", 9093));
        write("a.yaml", binding("events", 9094));
        Documents documents = documents();

        look(documents);

        assertThat(applier.applied)
                .containsExactly(List.of("events in a.yaml", "orders in b.yaml", "prices in b.yaml"));
        DocumentsState.Active active = requireNonNull(documents.state().active());
        assertThat(active.since()).isEqualTo(now);
        assertThat(documents.state().rejected()).isNull();
    }

    @Test
    void whatIsActiveAlreadyIsNotAppliedAgain() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);

        look(documents);

        assertThat(applier.attempts).hasValue(1);
    }

    @Test
    void aBadDocumentDoesNotReplaceAGoodOne() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);
        DocumentsState.Active before = requireNonNull(documents.state().active());

        write("a.yaml", "kind: [");
        look(documents);

        assertThat(applier.attempts).hasValue(1);
        assertThat(documents.state().active()).isSameAs(before);
        Rejected rejected = requireNonNull(documents.state().rejected());
        assertThat(rejected.checksum()).startsWith("sha256:");
        assertThat(rejected.problems()).hasSize(1);
    }

    @Test
    void aRejectionIsLoggedOnceAndAnotherOneAgain() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);
        logged.list.clear();

        write("a.yaml", binding("orders", 0));
        look(documents);
        look(documents);
        look(documents);

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .anySatisfy(line ->
                        assertThat(line).startsWith("a.yaml: KafkaCacheBinding orders: spec.listeners.kafka.port: "))
                .contains("The documents are rejected, those of before stay active");
        logged.list.clear();

        write("a.yaml", binding("orders", -1));
        look(documents);

        assertThat(logged.list).hasSize(2);
    }

    @Test
    void takingABadEditBackEndsTheRejection() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);
        write("a.yaml", "kind: [");
        look(documents);

        write("a.yaml", binding("orders", 9092));
        look(documents);

        assertThat(documents.state().rejected()).isNull();
        assertThat(applier.attempts).hasValue(1);
    }

    @Test
    void whatTheApplierRefusesIsRejectedAndTriedAgainAfterAWhile() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);
        applier.refusal = List.of(PORT_IN_USE);
        write("a.yaml", binding("orders", 9093));
        look(documents);
        assertThat(requireNonNull(documents.state().rejected()).problems()).containsExactly(PORT_IN_USE);
        assertThat(requireNonNull(documents.state().active()).loaded().documents())
                .hasSize(1);

        now = now.plus(Duration.ofSeconds(4));
        look(documents);
        assertThat(applier.attempts).hasValue(2);

        applier.refusal = List.of();
        now = now.plus(Duration.ofSeconds(1));
        look(documents);
        assertThat(applier.attempts).hasValue(3);
        assertThat(documents.state().rejected()).isNull();
        assertThat(applier.applied).hasSize(2);
    }

    @Test
    void whatIsWrongInItselfIsNotTriedAgain() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);
        write("a.yaml", "kind: [");
        look(documents);

        now = now.plus(Duration.ofHours(1));

        assertThat(documents.isNews(documents.files().read())).isFalse();
    }

    @Test
    void removingEveryFileIsARejection() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);

        Files.delete(folder.resolve("a.yaml"));
        look(documents);

        assertThat(documents.state().active()).isNotNull();
        assertThat(requireNonNull(documents.state().rejected()).problems())
                .extracting(Problem::message)
                .containsExactly("there is no document here");
    }

    @Test
    void aFolderThatVanishesIsARejectionWithoutAChecksum() throws IOException {
        write("a.yaml", binding("orders", 9092));
        Documents documents = documents();
        look(documents);

        Files.delete(folder.resolve("a.yaml"));
        Files.delete(folder);
        look(documents);

        Rejected rejected = requireNonNull(documents.state().rejected());
        assertThat(rejected.checksum()).isNull();
        assertThat(rejected.problems()).extracting(Problem::message).containsExactly("it does not exist");
        Files.createDirectory(folder);
    }

    @Test
    void atTheStartAllProblemsAreSaidAtOnce() throws IOException {
        write("a.yaml", "kind: [");
        write("b.yaml", binding("orders", 9092));
        applier.refusal = List.of(PORT_IN_USE.in("b.yaml", "KafkaCacheBinding orders"));
        Documents documents = documents();

        look(documents);

        assertThat(applier.checked).containsExactly(List.of("orders in b.yaml"));
        assertThat(requireNonNull(documents.state().rejected()).problems())
                .extracting(Problem::file)
                .containsExactly("a.yaml", "b.yaml");
        assertThat(documents.state().active()).isNull();
    }

    @Test
    void checkingTellsWhatIsWrongAndRunsNothing() throws IOException {
        write("a.yaml", "kind: [");

        assertThat(documents().check()).extracting(Problem::file).containsExactly("a.yaml");
        assertThat(applier.attempts).hasValue(0);
    }

    private Documents documents() {
        return new Documents(folder, DocumentReader::read, applier, () -> now);
    }

    private static void look(Documents documents) {
        Snapshot snapshot = documents.files().read();
        if (documents.isNews(snapshot)) {
            documents.load(snapshot);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String binding(String name, int kafkaPort) {
        return """
            apiVersion: weir.dev/v1alpha1
            kind: KafkaCacheBinding
            metadata: {name: %s}
            spec:
              upstreams: [{name: main, bootstrapServers: [kafka:9092]}]
              exit: main
              listeners: {kafka: {port: %d}, web: {port: %d}}
            """.formatted(name, kafkaPort, 10_000 + kafkaPort);
    }
}
