package dev.weir.operator.httpcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.HttpCacheTotals;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Concludes from the contract that the data-plane is held to. */
class HttpCacheHealthTest {
    private static final Path CONTRACT = Path.of("../deploy/reference/status/http-cache.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_contract_is_understood() throws IOException {
        JsonNode told =
                JSON.readTree(CONTRACT.toFile()).path("documents").path(0).path("status");
        List<PodReport> pods = List.of(new PodReport("catalog-0", true, new Told("sha256:0a1b", null, told)));

        assertThat(HttpCacheHealth.totals(pods)).isEqualTo(new HttpCacheTotals(5, 900, 75));
        assertThat(OriginsHealth.of(pods))
                .isEqualTo(Reason.ORIGIN_LOST.because("catalog-0 reaches no server of route images:"
                        + " https://images.shop.svc (the certificate expired). What is cached is served meanwhile."));
    }

    @Test
    void what_no_pod_tells_is_not_known() {
        List<PodReport> pods =
                List.of(new PodReport("catalog-0", true, new Told("sha256:0a1b", null, JSON.createObjectNode())));

        assertThat(HttpCacheHealth.totals(pods)).isNull();
        assertThat(OriginsHealth.of(pods).reason()).isEqualTo(Reason.ORIGINS_NOT_TOLD);
    }
}
