package dev.weir.operator.kafkacachebinding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.KafkaCacheTotals;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Silent;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Concludes from the contract that the data-plane is held to. */
class KafkaCacheHealthTest {
    private static final Path CONTRACT = Path.of("../deploy/reference/status/kafka-cache.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_contract_is_understood() throws IOException {
        List<PodReport> pods = List.of(pod("orders-1", contract()));

        assertThat(KafkaCacheHealth.totals(pods)).isEqualTo(new KafkaCacheTotals(2, 4, 1400, 18, 75));
        assertThat(KafkaCacheHealth.of(pods))
                .containsExactly(
                        Reason.UPSTREAM_LOST.because("orders-1 is not connected to upstream old: old.kafka:9092 refuses"
                                + " connections. What is cached is served meanwhile."),
                        Reason.WARMING.because(
                                "75 % of 4 partitions have caught up with upstream; it serves meanwhile."));
    }

    @Test
    void pods_add_up_and_a_topic_on_several_counts_once() throws IOException {
        JsonNode other = JSON.readTree("{\"upstreams\": [{\"name\": \"main\", \"connected\": true}], \"cache\":"
            + " {\"topics\": 2, \"partitions\": 4, \"warmPartitions\": 4, \"bytes\": 100, \"maxLag\": 3}, \"topics\":"
            + " {\"orders\": {}, \"prices\": {}}}");

        assertThat(KafkaCacheHealth.totals(List.of(pod("orders-0", other), pod("orders-1", contract()))))
                .isEqualTo(new KafkaCacheTotals(3, 8, 1500, 18, 87));
        assertThat(KafkaCacheHealth.of(List.of(pod("orders-0", other))))
                .extracting(statement -> statement.reason())
                .containsExactly(Reason.UPSTREAM_CONNECTED, Reason.WARM);
    }

    @Test
    void secrets_that_a_pod_cannot_use_are_told_those_of_upstreams_first() throws IOException {
        var contract = (ObjectNode) contract();

        assertThat(KafkaCacheHealth.unusableSecret(List.of(pod("orders-1", contract))))
                .contains(Reason.SECRET_UNUSABLE.because("orders-1 cannot use the Secrets of upstream main: secret"
                        + " kafka-user, key password is missing. It goes on with the former ones; correct them, and it"
                        + " takes them up by itself."));

        contract.remove("upstreams");
        assertThat(KafkaCacheHealth.unusableSecret(List.of(pod("orders-1", contract))))
                .contains(Reason.SECRET_UNUSABLE.because("orders-1 cannot use the certificate that was given to its"
                        + " Kafka listener: tls.key does not fit tls.crt. It goes on with the former one, which expires"
                        + " 2026-06-01T00:00:00Z; correct the Secret, and it takes it up by itself."));

        contract.remove("listenerCertificate");
        assertThat(KafkaCacheHealth.unusableSecret(List.of(pod("orders-1", contract))))
                .contains(Reason.SECRET_UNUSABLE.because("orders-1 cannot use the certificate that was given to its"
                        + " web listener: tls.crt does not hold certificates in PEM. It goes on with the former one,"
                        + " which expires 2026-07-01T00:00:00Z; correct the Secret, and it takes it up by itself."));

        contract.remove("webListenerCertificate");
        assertThat(KafkaCacheHealth.unusableSecret(List.of(pod("orders-1", contract))))
                .contains(
                        Reason.SECRET_UNUSABLE.because("orders-1 cannot use the keys that tokens of web clients are to"
                            + " be verified with: jwks.json is missing. It goes on with the former ones; correct the"
                            + " Secret, and it takes them up by itself."));

        contract.remove("webKeys");
        assertThat(KafkaCacheHealth.unusableSecret(List.of(pod("orders-1", contract))))
                .isEmpty();
    }

    @Test
    void what_no_pod_tells_is_not_known() {
        List<PodReport> pods = List.of(
                new PodReport("orders-0", true, new Silent("it sleeps")), pod("orders-1", JSON.createObjectNode()));

        assertThat(KafkaCacheHealth.totals(pods)).isNull();
        assertThat(KafkaCacheHealth.of(pods))
                .extracting(statement -> statement.reason())
                .containsExactly(Reason.UPSTREAM_NOT_TOLD, Reason.WARMTH_NOT_TOLD);
    }

    private static JsonNode contract() throws IOException {
        return JSON.readTree(CONTRACT.toFile()).path("documents").path(0).path("status");
    }

    private static PodReport pod(String name, JsonNode status) {
        return new PodReport(name, true, new Told("sha256:0a1b", null, status));
    }
}
