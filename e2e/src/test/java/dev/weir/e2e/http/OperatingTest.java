package dev.weir.e2e.http;

import static dev.weir.e2e.http.CachingSite.cacheStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.dataplane.Management;
import dev.weir.e2e.demo.origin.Origin;
import dev.weir.e2e.host.FreePort;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An HTTP cache that is killed, changed, left by its origin, and looked at. */
@Timeout(300)
class OperatingTest {
    private static final String FOR_AN_HOUR = "{override: {cacheControl: max-age=3600}}";

    private final int originPort = FreePort.pick();
    private final Origin origin = Origin.start(originPort);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void afterKillMinus9WhatIsOnTheVolumeIsServedAtOnce() throws Exception {
        String store = "store: {persistent: {size: 1Gi}}";
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR, store)) {
            HttpResponse<String> first = site.get("/products/1");
            Management management = site.process().management();
            await().untilAsserted(() -> {
                assertThat(management.metric("weir_http_cache_disk_items")).isEqualTo(1);
                assertThat(management.metric("weir_http_cache_disk_queued_bytes"))
                        .isZero();
            });

            site.process().kill();
            site.process().start();

            HttpResponse<String> again = site.get("/products/1");
            assertThat(cacheStatus(again)).startsWith("weir; hit; ttl=");
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(originRequest(again)).isEqualTo("1");
        }
    }

    @Test
    void whileTheOriginIsAwayWhatIsStaleIsServedAndTheRestIs502() throws Exception {
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR)) {
            HttpResponse<String> first = site.get("/products/1");
            origin.close();
            site.purge("{\"everything\": true}");

            HttpResponse<String> stale = site.get("/products/1");
            HttpResponse<String> never = site.get("/products/2");

            assertThat(stale.statusCode()).isEqualTo(200);
            assertThat(stale.body()).isEqualTo(first.body());
            assertThat(cacheStatus(stale)).startsWith("weir; hit").contains("detail=origin-failed");
            assertThat(never.statusCode()).isEqualTo(502);
            assertThat(never.body()).contains("\"error\"");
            assertThat(cacheStatus(never)).startsWith("weir; fwd=uri-miss").contains("detail=origin-failed");
            awaitOutcomes(site, "stale", 1);
            awaitOutcomes(site, "error", 1);
        }
    }

    @Test
    void aChangedDocumentRunsOnWithWhatIsCached() throws Exception {
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR)) {
            site.get("/products/1");
            Management management = site.process().management();
            String before = management.body("/documents");

            site.change("{override: {cacheControl: max-age=60}, staleIfError: 1h}", "limits: {connections: 77}");
            await().until(() -> !management.body("/documents").equals(before));
            assertThat(cacheStatus(site.get("/products/2"))).matches("weir; fwd=uri-miss; stored; ttl=\\d\\d?");

            HttpResponse<String> kept = site.get("/products/1");
            assertThat(cacheStatus(kept)).startsWith("weir; hit; ttl=");
            assertThat(originRequest(kept)).isEqualTo("1");
        }
    }

    @Test
    void requestsAreCountedByOutcomeAndLoggedWhereAskedFor() throws Exception {
        String log = "telemetry: {accessLog: {enabled: true}}";
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR, log)) {
            site.get("/products/1");
            site.get("/products/1");
            site.get("/products/1");

            awaitOutcomes(site, "miss", 1);
            awaitOutcomes(site, "hit", 2);
            await().untilAsserted(() -> assertThat(site.process().log().tail().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("Request document=\"HttpCache site\"")
                            .contains("method=\"GET\"")
                            .contains("url=\"" + site.uri("/products/1") + "\"")
                            .contains("status=\"200\"")
                            .contains("outcome=\"hit\"")));
        }
    }

    /** What is counted is counted when the answer has gone out. */
    private static void awaitOutcomes(CachingSite site, String outcome, int count) {
        Management management = site.process().management();
        await().untilAsserted(() -> assertThat(
                        management.metric("weir_http_requests_total", "route=\"all\"", "outcome=\"" + outcome + "\""))
                .isEqualTo(count));
    }

    private static String originRequest(HttpResponse<?> response) {
        return response.headers().firstValue("Origin-Request").orElseThrow();
    }
}
