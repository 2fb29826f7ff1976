package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import io.micrometer.core.instrument.Gauge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted of origins. */
class OriginMetersTest {
    private final OriginBench bench = new OriginBench();
    private final ScriptedOrigin server = ScriptedOrigin.start(ScriptedOrigin.answering(ScriptedOrigin.ok("hello")));
    private final Origin origin = bench.open(server.url());

    @AfterEach
    void close() {
        origin.close();
        server.close();
        bench.close();
    }

    @Test
    void requestsAndConnectionsAreCounted() {
        bench.get(origin, "/1");
        bench.get(origin, "/2");

        assertThat(count("weir.http.origin.requests")).isEqualTo(2);
        assertThat(bench.meters.get("weir.http.origin.latency").timer().count()).isEqualTo(2);
        assertThat(gauge("weir.http.origin.connections")).isEqualTo(1);
        assertThat(gauge("weir.http.origin.connections.limit")).isEqualTo(16);
        assertThat(gauge("weir.http.origin.addresses")).isEqualTo(1);
        assertThat(gauge("weir.http.origin.waiting")).isZero();
    }

    @Test
    void failuresAreCountedByTheirKind() {
        server.script(client -> client.readRequest());
        for (int i = 0; i < Health.FAILURES_MAX; i++) {
            bench.get(origin, "/");
        }

        assertThat(bench.meters
                        .get("weir.http.origin.errors")
                        .tag("route", "shop")
                        .tag("server", server.url().toString())
                        .tag("kind", "unreachable")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(bench.meters.find("weir.http.origin.ejected").gauge()).isNotNull();
    }

    @Test
    void theGaugesStayWhenTheSettingsOfARouteChange() {
        bench.get(origin, "/");
        try (Origin next = bench.open(server.url())) {
            bench.get(next, "/");
            assertThat(gauge("weir.http.origin.connections")).isEqualTo(2);

            origin.close();

            await().until(() -> gauge("weir.http.origin.connections") == 1);
        }
        assertThat(bench.meters.find("weir.http.origin.connections").gauge()).isNull();
    }

    private double count(String name) {
        return bench.meters.get(name).counter().count();
    }

    private double gauge(String name) {
        Gauge gauge = bench.meters.get(name).gauge();
        return gauge.value();
    }
}
