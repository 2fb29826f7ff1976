package dev.weir.dataplane.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.dataplane.kafka.KafkaCacheReport.Certificate;
import dev.weir.dataplane.kafka.KafkaCacheReport.Held;
import dev.weir.dataplane.kafka.KafkaCacheReport.Keys;
import dev.weir.dataplane.kafka.log.Recovery;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Holds what is told to the contract, which the operator is held to as well. */
class KafkaCacheReportTest {
    private static final Path CONTRACT = Path.of("../deploy/reference/status/kafka-cache.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pod FIRST = new Pod(0, "orders-0.orders-pods.shop.svc", 9092, false);
    private static final Pod SECOND = new Pod(1, "orders-1.orders-pods.shop.svc", 9092, true);
    private static final Recovery RECOVERY = new Recovery(Duration.ofMillis(120), 4, 4096, 0, 0);

    @Test
    void aCacheTellsOfItselfAsTheContractHasIt() throws IOException {
        var report = new KafkaCacheReport(
                List.of(
                        new UpstreamStatus(
                                "main",
                                true,
                                Instant.parse("2026-01-01T00:00:00Z"),
                                null,
                                "secret kafka-user, key password is missing",
                                List.of("kafka-0.kafka:9092 (0)", "kafka-1.kafka:9092 (1)")),
                        new UpstreamStatus(
                                "old",
                                false,
                                Instant.parse("2026-01-01T00:05:00Z"),
                                "old.kafka:9092 refuses connections",
                                null,
                                List.of())),
                new Certificate("CN=orders", Instant.parse("2026-06-01T00:00:00Z"), "tls.key does not fit tls.crt"),
                new Certificate(
                        "CN=orders-web",
                        Instant.parse("2026-07-01T00:00:00Z"),
                        "tls.crt does not hold certificates in PEM"),
                new Keys(2, "jwks.json is missing", true),
                List.of(
                        new Held(new TopicPartition("orders", 0), true, 500, 0, ""),
                        new Held(new TopicPartition("orders", 1), true, 600, 7, ""),
                        new Held(new TopicPartition("orders", 2), false, 100, 18, "the volume is full"),
                        new Held(new TopicPartition("customers", 0), true, 200, 0, "")),
                SECOND,
                List.of(FIRST, SECOND),
                RECOVERY);

        JsonNode contract = JSON.readTree(CONTRACT.toFile());
        assertThat(JSON.readTree(JSON.writeValueAsString(report.told())))
                .isEqualTo(contract.path("documents").path(0).path("status"));
        assertThat(report.warmPercent()).isEqualTo(75);
    }

    @Test
    void whatIsListedOneByOneIsBoundedAndTheTotalsAreNot() {
        List<Held> many = IntStream.range(0, 2000)
                .mapToObj(n -> new Held(new TopicPartition("t" + n, 0), true, 1, 1, "the volume is full"))
                .toList();

        JsonNode told = JSON.valueToTree(
                new KafkaCacheReport(List.of(), null, null, null, many, SECOND, List.of(FIRST, SECOND), RECOVERY)
                        .told());

        assertThat(told.path("topics")).hasSize(500);
        assertThat(told.path("trouble")).hasSize(500);
        assertThat(told.path("cache").path("topics").asInt()).isEqualTo(2000);
        assertThat(told.path("cache").path("bytes").asInt()).isEqualTo(2000);
    }

    @Test
    void aCacheThatHoldsNothingIsWarm() {
        assertThat(new KafkaCacheReport(List.of(), null, null, null, List.of(), FIRST, List.of(FIRST), RECOVERY)
                        .warmPercent())
                .isEqualTo(100);
    }
}
