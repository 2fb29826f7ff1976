package dev.weir.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.SourceFile;
import dev.weir.dataplane.document.DocumentsState;
import dev.weir.dataplane.document.DocumentsState.Active;
import dev.weir.dataplane.document.DocumentsState.Rejected;
import dev.weir.dataplane.document.LoadedDocument;
import dev.weir.dataplane.document.LoadedDocuments;
import dev.weir.dataplane.workload.DocumentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the management port to the contract, which the operator is held to as well. */
class ManagementContractTest {
    private static final Path CONTRACTS = Path.of("../deploy/reference/status");
    private static final Path SAMPLE = Path.of("../deploy/samples/orders.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void documentsAreToldAsTheContractHasIt() throws IOException {
        var document = DocumentReader.read(List.of(new SourceFile("document.yaml", Files.readString(SAMPLE))))
                .bindings()
                .getFirst();
        var state = new DocumentsState(
                new Active(
                        new LoadedDocuments("sha256:0a1b", List.of(new LoadedDocument(document, "document.yaml"))),
                        Instant.parse("2026-01-01T00:00:00Z")),
                new Rejected(
                        "sha256:2c3d",
                        List.of(Problem.at("spec.exit", "there is no upstream \"man\"", "name one of: main")
                                .in("document.yaml", "KafkaCacheBinding orders")),
                        Instant.parse("2026-01-01T00:05:00Z")));

        JsonNode told = JSON.valueToTree(DocumentsRoute.json(state));

        assertThat(told).isEqualTo(contract("documents.json"));
    }

    @Test
    void theStatusOfEveryDocumentIsToldAsTheContractHasIt() throws IOException {
        ObjectNode contract = contract("kafka-cache.json");
        contract.put("version", Version.current());
        Map<String, Object> workload =
                JSON.convertValue(contract.path("documents").path(0).path("status"), new TypeReference<>() {});

        JsonNode told = JSON.valueToTree(
                StatusRoute.json(Phase.READY, Map.of(new DocumentId("KafkaCacheBinding", "orders"), workload)));

        assertThat(told).isEqualTo(contract);
    }

    private static ObjectNode contract(String file) throws IOException {
        return (ObjectNode) JSON.readTree(CONTRACTS.resolve(file).toFile());
    }
}
