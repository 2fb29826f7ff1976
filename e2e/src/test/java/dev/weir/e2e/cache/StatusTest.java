package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.ProjectFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What running pods tell of themselves, held to the contract that the operator is held to as well. */
class StatusTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "story-status";
    private static final int PARTITIONS = 6;
    private static final int COPIES = 2;

    /** Only there when there is something to tell. */
    private static final Set<String> OPTIONAL =
            Set.of("problem", "rejected", "secretsProblem", "listenerCertificate", "webListenerCertificate", "webKeys");

    @Test
    void podsTellTogetherWhatTheyHoldAsTheContractHasIt() throws IOException {
        assumeFalse(Cache.ABSENT);
        try (var site = Site.start(
                Site.quick(1),
                3,
                binding -> binding.with(Map.of("replicas", 3, "copies", COPIES, "bootstrap", List.of(TOPIC))))) {
            site.kafka().createTopic(TOPIC, PARTITIONS, Map.of());

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(sum(site, status -> status.at("/cache/partitions").asLong()))
                        .isEqualTo(PARTITIONS * COPIES);
                assertThat(sum(
                                site,
                                status -> status.at("/cache/warmPartitions").asLong()))
                        .isEqualTo(PARTITIONS * COPIES);
                // each pod sees the others
                assertThat(sum(
                                site,
                                status -> status.path("pods")
                                        .valueStream()
                                        .filter(pod -> pod.path("ready").asBoolean())
                                        .count()))
                        .isEqualTo(9);
            });
            for (Cache cache : site.caches()) {
                mustBeLike(contract("kafka-cache.json"), read(cache, "/status"), "/status");
                mustBeLike(contract("documents.json"), read(cache, "/documents"), "/documents");
            }
        }
    }

    private static long sum(Site site, ToLongFunction<JsonNode> value) {
        return site.caches().stream()
                .map(cache -> read(cache, "/status").at("/documents/0/status"))
                .mapToLong(value)
                .sum();
    }

    /** The same fields, of the same types. An array of the contract shows in one of its elements what others lack. */
    private static void mustBeLike(JsonNode contract, JsonNode told, String path) {
        assertThat(told.getNodeType()).as(path).isEqualTo(contract.getNodeType());
        if (told.isArray()) {
            told.forEach(element -> mustBeLike(contract.get(0), element, path + "[]"));
        }
        if (told.isObject() && path.endsWith("/topics")) {
            JsonNode topic = contract.elements().next();
            told.properties().forEach(entry -> mustBeLike(topic, entry.getValue(), path + "/*"));
        } else if (told.isObject()) {
            var must = new TreeSet<>(
                    contract.propertyStream().map(Map.Entry::getKey).toList());
            var tells =
                    new TreeSet<>(told.propertyStream().map(Map.Entry::getKey).toList());
            must.removeAll(OPTIONAL);
            tells.removeAll(OPTIONAL);
            assertThat(tells).as(path).isEqualTo(must);
            tells.forEach(field -> mustBeLike(contract.get(field), told.get(field), path + "/" + field));
        }
    }

    private static JsonNode contract(String file) throws IOException {
        return JSON.readTree(ProjectFolder.root()
                .resolve("deploy/reference/status")
                .resolve(file)
                .toFile());
    }

    private static JsonNode read(Cache cache, String path) {
        try {
            return JSON.readTree(((DataPlane) cache).process().management().body(path));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(path + " is no JSON", e);
        }
    }
}
