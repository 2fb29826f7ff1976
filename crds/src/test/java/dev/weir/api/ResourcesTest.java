package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.DocumentSet;
import dev.weir.api.document.SourceFile;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/documents");
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    @Test
    void the_kubernetes_client_reads_a_binding_as_the_reader_does() throws IOException {
        String yaml = Files.readString(DOCUMENTS.resolve("valid-binding-whole.yaml"));

        assertThat(KUBERNETES.unmarshal(yaml, KafkaCacheBinding.class).getSpec())
                .isEqualTo(read(yaml).bindings().getFirst().spec());
    }

    @Test
    void the_kubernetes_client_reads_an_http_cache_as_the_reader_does() throws IOException {
        String yaml = Files.readString(DOCUMENTS.resolve("valid-http-cache-whole.yaml"));

        assertThat(KUBERNETES.unmarshal(yaml, HttpCache.class).getSpec())
                .isEqualTo(read(yaml).httpCaches().getFirst().spec());
    }

    @Test
    void what_the_kubernetes_client_writes_can_be_read() throws IOException {
        String yaml = Files.readString(DOCUMENTS.resolve("valid-binding-without-exit.yaml"));
        KafkaCacheBinding binding = KUBERNETES.unmarshal(yaml, KafkaCacheBinding.class);
        binding.setSpec(read(yaml).bindings().getFirst().spec());
        binding.setStatus(new KafkaCacheBindingStatus(
                1L,
                List.of(new Condition("Ready", ConditionStatus.TRUE, 1, "2026-11-01T00:00:00Z", "Served", "All well.")),
                1,
                1,
                null,
                null,
                new KafkaCacheEndpoints("orders.shop.svc:9092", "http://orders.shop.svc:8080"),
                new KafkaCacheTotals(12, 96, 41_231_686_041L, 18, 100)));

        String written = KUBERNETES.asYaml(binding);

        assertThat(read(written).problems()).isEmpty();
        assertThat(read(written).bindings().getFirst().spec()).isEqualTo(binding.getSpec());
        assertThat(KUBERNETES.unmarshal(written, KafkaCacheBinding.class).getStatus())
                .isEqualTo(binding.getStatus());
    }

    private static DocumentSet read(String yaml) {
        return DocumentReader.read(List.of(new SourceFile("document.yaml", yaml)));
    }
}
