package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Condition;
import dev.weir.api.HttpCache;
import dev.weir.api.HttpCacheStatus;
import dev.weir.api.HttpCacheTotals;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@RequiresApiServer(ApiServer.CONTROL)
class HttpCacheLifeTest {

    @Test
    void the_sample_becomes_ready() throws IOException {
        try (var site = new Site()) {
            site.pods()
                    .tell("{\"origins\": [{\"url\": \"http://catalog\", \"reachable\": true}], \"cache\":"
                            + " {\"items\": 5, \"bytes\": 900, \"requests\": 200, \"hits\": 150}}");

            site.applySample("catalog.yaml");

            await().atMost(Site.PATIENCE)
                    .untilAsserted(() -> assertThat(reasons(site))
                            .containsExactly("Accepted", "Resolved", "Programmed", "Reachable", "Ready"));
            HttpCacheStatus status = site.get(HttpCache.class, "catalog").getStatus();
            assertThat(status.cache()).isEqualTo(new HttpCacheTotals(5, 900, 75));
            assertThat(Objects.requireNonNull(status.endpoints()).http())
                    .isEqualTo("http://catalog." + site.namespace() + ".svc:8080");
        }
    }

    private static List<String> reasons(Site site) {
        HttpCacheStatus status = site.get(HttpCache.class, "catalog").getStatus();
        return status == null
                ? List.of()
                : status.conditions().stream().map(Condition::reason).toList();
    }
}
