package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Condition;
import dev.weir.api.HttpCache;
import dev.weir.api.HttpCacheStatus;
import dev.weir.api.HttpCacheTotals;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresApiServer(ApiServer.CONTROL)
class HttpCacheLifeTest {
    private static final String WELL = """
        {"routes": [{"name": "catalog", "servers": [{"url": "http://catalog", "reachable": true, "problem": null}]}],
         "cache": {"items": 5, "bytes": 900, "requests": 200, "hits": 150}}\
        """;

    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
        site.pods().tell(WELL);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void the_sample_becomes_ready() throws IOException {
        site.applySample("catalog.yaml");

        await().atMost(Site.PATIENCE)
                .untilAsserted(() -> assertThat(reasons())
                        .containsExactly("Accepted", "Resolved", "Programmed", "Reachable", "Ready"));
        HttpCacheStatus status = site.get(HttpCache.class, "catalog").getStatus();
        assertThat(status.cache()).isEqualTo(new HttpCacheTotals(5, 900, 75));
        assertThat(Objects.requireNonNull(status.endpoints()).http())
                .isEqualTo("http://catalog." + site.namespace() + ".svc:8080");
    }

    @Test
    void a_route_whose_servers_are_away_is_told_until_one_is_back() throws IOException {
        site.applySample("catalog.yaml");
        awaitReason("Ready", "Ready");

        site.pods().tell(WELL.replace("true, \"problem\": null", "false, \"problem\": \"it refuses connections\""));

        assertThat(awaitReason("OriginsReachable", "Unreachable").message())
                .isEqualTo("catalog-0 reaches no server of route catalog: http://catalog (it refuses connections)."
                        + " What is cached is served meanwhile.");
        awaitReason("Ready", "NotConnected");

        site.pods().tell(WELL);

        awaitReason("OriginsReachable", "Reachable");
        awaitReason("Ready", "Ready");
    }

    @Test
    void what_is_cached_on_a_volume_has_a_claim_that_is_neither_shrunk_nor_taken_away() throws IOException {
        site.apply(withStore("persistent: {size: 10Gi}"));
        awaitReason("Ready", "Ready");

        assertThat(site.get(PersistentVolumeClaim.class, "data-catalog-0")
                        .getSpec()
                        .getResources()
                        .getRequests())
                .containsEntry("storage", new Quantity("10Gi"));

        site.apply(withStore("persistent: {size: 5Gi}"));

        assertThat(awaitReason("Accepted", "StorageFixed").message()).contains("spec.store.persistent.size");

        site.applySample("catalog.yaml");

        await().atMost(Site.PATIENCE)
                .untilAsserted(
                        () -> assertThat(awaitReason("Accepted", "StorageFixed").message())
                                .contains("Set spec.store.persistent back"));

        site.apply(withStore("persistent: {size: 10Gi}"));

        awaitReason("Ready", "Ready");
    }

    @Test
    void a_store_that_does_not_fit_into_the_memory_is_refused_and_the_pods_go_on() throws IOException {
        site.applySample("catalog.yaml");
        awaitReason("Ready", "Ready");
        String revision = site.get(StatefulSet.class, "catalog").getStatus().getUpdateRevision();

        site.apply(sample() + "  pod: {resources: {limits: {memory: 512Mi}}}\n");

        assertThat(awaitReason("Accepted", "Invalid").message())
                .startsWith("spec.pod.resources.limits.memory: \"512Mi\" cannot hold what a pod may keep")
                .endsWith("give it at least 994Mi, or lower those");
        assertThat(site.get(StatefulSet.class, "catalog").getStatus().getUpdateRevision())
                .isEqualTo(revision);
    }

    @Test
    void a_token_that_is_given_and_changed_reaches_pods_that_run() throws IOException {
        site.apply(sample() + "  management: {purge: {tokenSecretRef: {name: purge}}}\n");

        assertThat(awaitReason("ResolvedRefs", "SecretMissing").message())
                .isEqualTo("There is no Secret purge, which spec.management.purge.tokenSecretRef names."
                        + " Create it, or name another.");

        site.secret("purge", Map.of("token", "the first"));

        awaitReason("Ready", "Ready");
        awaitToken("the first");
        String pod = site.get(Pod.class, "catalog-0").getMetadata().getUid();

        site.secret("purge", Map.of("token", "the second"));

        awaitToken("the second");
        assertThat(site.get(Pod.class, "catalog-0").getMetadata().getUid()).isEqualTo(pod);
    }

    @Test
    void a_route_that_caches_otherwise_reaches_pods_that_run() throws IOException {
        site.applySample("catalog.yaml");
        awaitReason("Ready", "Ready");
        String pod = site.get(Pod.class, "catalog-0").getMetadata().getUid();

        site.apply(sample().replace("      origin:", "      cache: {staleIfError: 1h}\n      origin:"));

        awaitReason("Programmed", "Programmed");
        awaitReason("Ready", "Ready");
        assertThat(site.get(Pod.class, "catalog-0").getMetadata().getUid()).isEqualTo(pod);
    }

    private void awaitToken(String token) {
        String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        await().atMost(Site.PATIENCE)
                .untilAsserted(() -> assertThat(site.pods().secrets("catalog-0").get("purge"))
                        .containsEntry("token", encoded));
    }

    /** Waits until a condition has this reason, for the present generation. */
    private Condition awaitReason(String type, String reason) {
        return await(type + " is " + reason)
                .atMost(Site.PATIENCE)
                .until(
                        () -> condition(type),
                        found -> found.filter(condition -> condition.reason().equals(reason))
                                .isPresent())
                .orElseThrow();
    }

    private Optional<Condition> condition(String type) {
        HttpCache cache = site.get(HttpCache.class, "catalog");
        HttpCacheStatus status = cache.getStatus();
        if (status == null || !cache.getMetadata().getGeneration().equals(status.observedGeneration())) {
            return Optional.empty();
        }
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private List<String> reasons() {
        HttpCacheStatus status = site.get(HttpCache.class, "catalog").getStatus();
        return status == null
                ? List.of()
                : status.conditions().stream().map(Condition::reason).toList();
    }

    private static String withStore(String store) throws IOException {
        return sample() + "  store: {" + store + "}\n";
    }

    private static String sample() throws IOException {
        return Files.readString(Site.SAMPLES.resolve("catalog.yaml"));
    }
}
