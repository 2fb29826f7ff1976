package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An HTTP cache on a pod with a volume, between clients on this machine and an origin on it. */
@RequiresCluster
@Timeout(1800)
class HttpCacheTest {
    private static final String KINDS = "statefulsets,controllerrevisions,pods,persistentvolumeclaims,services,"
            + "endpoints,configmaps,networkpolicies";
    private static final String OF_THE_CACHE = "app.kubernetes.io/instance=" + Catalog.CACHE;

    private static Operator operator;
    private Catalog catalog;

    @BeforeAll
    static void install() {
        operator = Operator.install(Installation.KUSTOMIZE);
    }

    @AfterAll
    static void uninstall() {
        operator.close();
    }

    @BeforeEach
    void open() {
        catalog = Catalog.open(operator);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void the_sample_becomes_ready_caches_is_purged_takes_up_a_route_and_leaves_nothing() {
        catalog.apply(catalog.catalog("Delete"));
        catalog.awaitTrue("Accepted", "ResolvedRefs", "Programmed", "OriginsReachable", "Ready");
        RestrictedPods.check(catalog.statefulSet().getSpec().getTemplate());

        anAnswerIsKeptUntilItIsPurged("/products/1");
        aRouteIsTakenUpWithoutARestart("/products/1");
        await("what is listed")
                .atMost(Applied.PATIENCE)
                .untilAsserted(() -> assertThat(catalog.kubectl("get", "httpcaches"))
                        .containsPattern("NAME +READY +PROGRAMMED +REPLICAS +ITEMS +CACHED +HIT% +AGE")
                        .containsPattern("catalog +True +True +1 +1 +[1-9][0-9]* +[1-9][0-9]* "));
        assertThat(catalog.kubectl("get", KINDS, "-l", OF_THE_CACHE))
                .contains("statefulset.apps/catalog", "pod/catalog-0", "persistentvolumeclaim/data-catalog-0");
        catalog.kubectl("delete", "httpcache", Catalog.CACHE);
        await("everything of it is gone")
                .atMost(Applied.PATIENCE)
                .untilAsserted(() -> assertThat(catalog.kubectl("get", KINDS, "-l", OF_THE_CACHE))
                        .contains("No resources found"));
    }

    private void anAnswerIsKeptUntilItIsPurged(String path) {
        assertThat(catalog.cacheStatus(path)).startsWith("weir; fwd=uri-miss; stored");
        HttpResponse<String> hit = catalog.get(path);
        assertThat(hit.headers().firstValue("Cache-Status").orElseThrow()).startsWith("weir; hit");
        assertThat(hit.headers().firstValue("Age")).isPresent();
        assertThat(hit.body()).isEqualTo(catalog.origin().page(path));
        assertThat(catalog.origin().asked(path)).isEqualTo(1);

        assertThat(catalog.purge(path, "--hard")).isEqualTo("1 dropped in 1 process");

        assertThat(catalog.cacheStatus(path)).startsWith("weir; fwd=uri-miss; stored");
        assertThat(catalog.origin().asked(path)).isEqualTo(2);
    }

    private void aRouteIsTakenUpWithoutARestart(String path) {
        List<String> pods = catalog.incarnations();
        ObjectNode document = catalog.catalog("Delete");
        var routes = (ArrayNode) document.at("/spec/routes");
        ObjectNode first = routes.insertObject(0).put("name", "products");
        first.putArray("when").addObject().put("path", "/products/**");
        first.set("origin", routes.at("/1/origin"));
        first.putObject("cache").put("enabled", false);

        catalog.apply(document);
        catalog.awaitTrue("Programmed", "OriginsReachable", "Ready");

        int asked = catalog.origin().asked(path);
        assertThat(catalog.cacheStatus(path)).startsWith("weir; fwd=bypass");
        assertThat(catalog.origin().asked(path)).isEqualTo(asked + 1);
        assertThat(catalog.cacheStatus("/elsewhere")).startsWith("weir; fwd=uri-miss; stored");
        assertThat(catalog.incarnations()).isEqualTo(pods);
    }

    @Test
    void what_was_stored_outlives_the_pod_the_origin_and_the_cache() {
        catalog.apply(catalog.catalog("Retain"));
        catalog.awaitTrue("Ready");
        assertThat(catalog.cacheStatus("/products/2")).startsWith("weir; fwd=uri-miss; stored");
        Pod lost = catalog.pod(0);

        catalog.stopOrigin();
        catalog.kubectl("delete", "pod", lost.getMetadata().getName());
        catalog.awaitAnother(lost);

        assertThat(catalog.cacheStatus("/products/2")).startsWith("weir; hit");
        assertThat(catalog.purge("/products/2")).isEqualTo("1 made stale in 1 process");
        HttpResponse<String> stale = catalog.get("/products/2");
        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.body()).isEqualTo(catalog.origin().page("/products/2"));
        assertThat(stale.headers().firstValue("Cache-Status").orElseThrow()).startsWith("weir; hit; ttl=-");
        assertThat(catalog.get("/products/3").statusCode()).isEqualTo(502);
        await("the origin is missed")
                .atMost(Applied.PATIENCE)
                .until(() -> !catalog.conditions().contains("OriginsReachable"));

        catalog.startOrigin();
        catalog.awaitTrue("OriginsReachable", "Ready");
        assertThat(catalog.get("/products/3").statusCode()).isEqualTo(200);

        catalog.kubectl("delete", "httpcache", Catalog.CACHE);
        await("its pods are gone")
                .atMost(Applied.PATIENCE)
                .until(() -> catalog.pods().isEmpty());
        assertThat(catalog.kubectl("get", "persistentvolumeclaims")).contains("data-catalog-0");
    }
}
