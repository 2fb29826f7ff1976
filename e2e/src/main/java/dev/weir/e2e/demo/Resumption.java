package dev.weir.e2e.demo;

import dev.weir.e2e.dataplane.Management;
import java.time.Duration;
import java.util.Locale;

/** What a data-plane that was started again says of where it went on. */
final class Resumption {
    private Resumption() {}

    /** @param took how long it was until it was ready */
    static String of(Management dataPlane, Duration took) {
        double fetched = dataPlane.metric("weir_kafka_upstream_records_total");
        double held = dataPlane.metric("weir_kafka_log_end_offset") - dataPlane.metric("weir_kafka_log_start_offset");
        return String.format(
                Locale.ROOT,
                "It serves again after %.1f s, from its disk: %.0f records are there, of which %.0f came from Kafka"
                        + " since.%n",
                took.toMillis() / 1_000.0,
                held,
                fetched);
    }
}
