package dev.weir.e2e.cache.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.cache.site.Binding;
import dev.weir.e2e.cache.site.Site;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of a topic that wants two replicas one is left: what it alone has is acknowledged if the binding says so. */
@Timeout(600)
class AcknowledgementTest {
    private static final String TOPIC = "story-acknowledged";
    private static final String MESSAGES = "/topics/" + TOPIC + "/messages";

    @Test
    void theBindingSaysWhoseAcknowledgementCounts() {
        try (var site = Site.start(Site.quick(2), 1, binding -> acknowledged(binding, "leader"))) {
            var web = new WebClient(site);
            site.kafka()
                    .createTopic(
                            new NewTopic(TOPIC, Map.of(0, List.of(1, 2))).configs(Map.of("min.insync.replicas", "2")));
            site.kafka().broker(2).kill();

            HttpResponse<String> taken = web.post(MESSAGES, "the leader has it");
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);

            web.cache().apply(acknowledged(Binding.to(site.broker()), "all"));
            await().untilAsserted(() -> {
                HttpResponse<String> answer = web.post(MESSAGES, "nobody else has it");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
                assertThat(answer.body()).contains("urn:weir:problem:unacknowledged");
            });
        }
    }

    private static Binding acknowledged(Binding binding, String acks) {
        return binding.web(Map.of("produce", Map.of("acks", acks)));
    }
}
