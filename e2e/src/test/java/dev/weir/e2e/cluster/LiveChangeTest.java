package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A document that is changed while its pods serve. */
@RequiresCluster
@Timeout(1800)
class LiveChangeTest {
    private static Operator operator;
    private Shop shop;

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
        shop = Shop.open(operator, 2);
        shop.kafka().createTopic("orders", 1, Map.of());
        shop.kafka().createTopic("payments", 1, Map.of());
        shop.write("payments", 1, 100);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_route_is_added_and_every_pod_takes_it_up_without_a_restart() {
        shop.apply(routes("orders*"));
        shop.awaitTrue("Programmed", "Ready");
        assertThat(topics()).containsExactly("orders");
        List<String> pods = shop.incarnations();
        assertThat(pods).hasSize(2);

        Instant applied = Instant.now();
        shop.apply(routes("orders*", "payments"));
        shop.awaitTrue("Programmed");

        System.out.printf(
                "From apply to Programmed: %.1f s%n",
                Duration.between(applied, Instant.now()).toMillis() / 1000.0);
        await("clients see it").until(() -> topics().equals(Set.of("orders", "payments")));
        shop.read(shop.broker(), "payments").mustEqual(shop.read(shop.cache(), "payments"), "a pod");
        assertThat(shop.incarnations()).isEqualTo(pods);
    }

    /** Two pods, and only topics of these names. */
    private ObjectNode routes(String... topics) {
        ObjectNode document = shop.orders();
        var spec = (ObjectNode) document.get("spec");
        spec.put("replicas", 2);
        spec.remove(List.of("exit", "bootstrap"));
        var route = spec.putArray("routes").addObject();
        var when = route.putArray("when");
        for (String topic : topics) {
            when.addObject().put("topic", topic);
        }
        route.put("exit", "main");
        return document;
    }

    private Set<String> topics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", shop.cache()))) {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
