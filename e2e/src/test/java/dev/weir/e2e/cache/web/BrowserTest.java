package dev.weir.e2e.cache.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.RequiresProgram;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page in a browser follows a topic with what browsers have for that. */
@RequiresProgram("chromium")
@Timeout(600)
class BrowserTest {
    private static final String TOPIC = "story-browser";

    @Test
    void aPageOfAnotherOriginFollowsATopicThroughACrashOfTheDataPlane() {
        try (var browser = new Browser();
                var site = Site.start(
                        Site.quick(1),
                        1,
                        binding -> binding.web(Map.of("cors", Map.of("origins", List.of(browser.origin())))))) {
            site.kafka().createTopic(TOPIC, 1, Map.of());
            var cache = (DataPlane) site.caches().getFirst();
            write(site, 0, 50);
            browser.open("""
                const source = new EventSource('%s')
                source.onopen = () => tell({type: 'open'})
                for (const type of ['message', 'tombstone', 'caught-up', 'gap', 'problem'])
                  source.addEventListener(type, event =>
                    tell({type, id: event.lastEventId, data: JSON.parse(event.data)}))
                """.formatted(cache.web("/topics/" + TOPIC + "/messages")));
            awaitMessages(browser, 50);
            await().until(() -> types(browser).contains("caught-up"));

            write(site, 50, 60);
            awaitMessages(browser, 60);
            cache.kill();
            write(site, 60, 70);
            cache.start();
            awaitMessages(browser, 70);
            try (var writer = Writer.open(site.broker(), Map.of())) {
                writer.send(new ProducerRecord<>(TOPIC, 0, "70".getBytes(UTF_8), null));
            }

            await().until(() -> types(browser).contains("tombstone"));
            assertThat(offsets(browser, "message"))
                    .containsExactlyElementsOf(IntStream.range(0, 70).boxed().toList());
            assertThat(offsets(browser, "tombstone")).containsExactly(70);
            assertThat(types(browser)).doesNotContain("gap", "problem");
            assertThat(types(browser).stream().filter("open"::equals).count()).isGreaterThan(1);
        }
    }

    @Test
    void aPageThatIsNotLetInSeesNothing() {
        try (var browser = new Browser();
                var site = Site.start(
                        Site.quick(1),
                        1,
                        binding -> binding.web(Map.of("cors", Map.of("origins", List.of("https://elsewhere.test")))))) {
            site.kafka().createTopic(TOPIC, 1, Map.of());
            write(site, 0, 1);
            var url = ((DataPlane) site.caches().getFirst()).web("/topics/" + TOPIC + "/messages");

            browser.open(
                    "fetch('%s').then(() => tell({type: 'seen'}), error => tell({type: 'kept out'}))".formatted(url));

            await().until(() -> !browser.told().isEmpty());
            assertThat(types(browser)).containsExactly("kept out");
        }
    }

    private static void awaitMessages(Browser browser, int many) {
        await().untilAsserted(() -> assertThat(offsets(browser, "message")).hasSize(many));
    }

    private static void write(Site site, int from, int to) {
        try (var writer = Writer.open(site.broker(), Map.of())) {
            for (int i = from; i < to; i++) {
                writer.send(TOPIC, 0, "{\"n\":" + i + "}");
            }
        }
    }

    private static List<String> types(Browser browser) {
        return browser.told().stream().map(event -> event.get("type").asText()).toList();
    }

    private static List<Integer> offsets(Browser browser, String type) {
        return browser.told().stream()
                .filter(event -> event.get("type").asText().equals(type))
                .map(event -> event.get("data"))
                .map(message -> assertWhole(message).get("offset").asInt())
                .toList();
    }

    private static JsonNode assertWhole(JsonNode message) {
        assertThat(message.has("tombstone") || message.get("value").get("n").equals(message.get("offset")))
                .as("%s", message)
                .isTrue();
        return message;
    }
}
