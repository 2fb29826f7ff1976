package dev.weir.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be found, so that finding nothing in alerts and dashboards means something. */
class VocabularyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "weir_invented > 0                                                   | metric weir_invented",
                "weir_kafka_upstream_lag{broker=\"1\"}                               | label broker of"
                        + " weir_kafka_upstream_lag",
                "rate(weir_kafka_upstream_bytes_total{name=~\"a}b\",origin!=\"c\"}[5m]) | label origin of"
                        + " weir_kafka_upstream_bytes_total",
                "sum by (topic, group) (weir_kafka_upstream_lag)                     | label group",
                "weir_documents_rejected and on (namespace, name) weir_build         | label name",
                "sum(rate(weir_kafka_requests_seconds[5m]))                          | metric"
                        + " weir_kafka_requests_seconds",
                "label_replace(weir_build, \"a\", \"$1\", \"claim\", \"(.+)\")       | label claim",
                "1 - weir_build offset 5m or weir_gone                               | metric weir_gone",
                "jvm_memory_used_bytes{region=\"heap\"}                              | label region of"
                        + " jvm_memory_used_bytes",
            })
    void what_does_not_exist_is_found(String query, String unknown) throws IOException {
        assertThat(Vocabulary.ofAll().unknownIn(query)).containsExactly(unknown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topk(10, sum by (upstream, topic)"
                        + " (rate(weir_kafka_upstream_bytes_total{name=\"$name\"}[$__rate_interval])))",
                "max by (kind, name, namespace) (weir_operator_resource_ready == bool 0)",
                "weir_operator_reconciles_seconds_count{result=\"failure\", namespace=\"a\"} offset 1h",
                "count by (x) (label_replace(weir_build, \"x\", \"$1\", \"pod\", \"(.+)-0\"))",
                "jvm_memory_used_bytes{area=\"heap\"} / process_uptime_seconds",
            })
    void what_exists_is_not(String query) throws IOException {
        assertThat(Vocabulary.ofAll().unknownIn(query)).isEmpty();
    }
}
