package dev.weir.dataplane.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.dataplane.http.origin.ServerState;
import dev.weir.dataplane.http.store.BucketReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds what is told to the contract, which the operator is held to as well. */
class HttpCacheReportTest {
    private static final Path CONTRACT = Path.of("../deploy/reference/status/http-cache.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_cache_tells_of_itself_as_the_contract_has_it() throws IOException {
        var certificate = new LinkedHashMap<String, Object>();
        certificate.put("subject", "CN=catalog");
        certificate.put("expires", "2026-06-01T00:00:00Z");
        certificate.put("problem", "tls.key does not fit tls.crt");
        var report = new HttpCacheReport(
                List.of(
                        new HttpCacheReport.OfRoute(
                                "catalog",
                                List.of(
                                        new ServerState("http://catalog-0.shop.svc:8080", true, null),
                                        new ServerState(
                                                "http://catalog-1.shop.svc:8080", false, "it refuses connections")),
                                "secret catalog-ca, key ca.crt is missing"),
                        new HttpCacheReport.OfRoute(
                                "images",
                                List.of(new ServerState("https://images.shop.svc", false, "the certificate expired")),
                                null)),
                certificate,
                List.of(
                        new BucketReport(3, 90_000, 500, 536_870_000, 0, 12, 4096, true, null),
                        new BucketReport(2, 10_000, 400, 912, 0, 0, 0, false, null)),
                150,
                200);

        JsonNode contract = JSON.readTree(CONTRACT.toFile());
        assertThat(JSON.readTree(JSON.writeValueAsString(report.told())))
                .isEqualTo(contract.path("documents").path(0).path("status"));
    }
}
