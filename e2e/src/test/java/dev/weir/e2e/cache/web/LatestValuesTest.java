package dev.weir.e2e.cache.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Cache;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Every pod knows the latest value of every key, of partitions that it holds and of those that it does not. */
class LatestValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "story-latest";
    private static final int KEYS = 300;
    private static final int UPDATES = 5;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyPodGivesTheLatestValuesAndNoneThatWereReplaced() {
        try (var site = Site.start(Site.quick(1), 2, binding -> binding.with(Map.of("replicas", 2)))) {
            site.kafka().createTopic(TOPIC, 4, Map.of("cleanup.policy", "compact"));
            write(site);
            for (Cache cache : site.caches()) {
                await().untilAsserted(() -> {
                    assertThat(get(cache, "/k-7").body()).isEqualTo(Integer.toString(UPDATES));
                    assertThat(get(cache, "/k-8").statusCode()).isEqualTo(410);
                    assertThat(get(cache, "/k-9999").statusCode()).isEqualTo(404);
                });
                assertThat(latest(cache)).hasSize(KEYS).allSatisfy((key, value) -> {
                    String expected = key.equals("k-8") ? "tombstone" : Integer.toString(UPDATES);
                    assertThat(value).isEqualTo(expected);
                });
            }
        }
    }

    private static void write(Site site) {
        try (var writer = Writer.open(site.broker(), Map.of())) {
            for (int update = 1; update <= UPDATES; update++) {
                for (int key = 0; key < KEYS; key++) {
                    byte[] value = Integer.toString(update).getBytes(UTF_8);
                    boolean deleted = key == 8 && update == UPDATES;
                    writer.send(new ProducerRecord<>(TOPIC, ("k-" + key).getBytes(UTF_8), deleted ? null : value));
                }
            }
        }
    }

    /** What the stream says of each key; a key that comes twice fails. */
    private Map<String, String> latest(Cache cache) {
        var values = new TreeMap<String, String>();
        get(cache, "?format=ndjson").body().lines().map(LatestValuesTest::json).forEach(line -> {
            if (line.has("offset")) {
                String value =
                        line.has("tombstone") ? "tombstone" : line.get("value").asText();
                assertThat(values.put(line.get("key").asText(), value))
                        .as("%s", line)
                        .isNull();
            }
        });
        return values;
    }

    private HttpResponse<String> get(Cache cache, String rest) {
        var request = HttpRequest.newBuilder(((DataPlane) cache).web("/topics/" + TOPIC + "/messages" + rest))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
