package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From nothing to a cache that serves, and back to nothing. */
@RequiresCluster
@Timeout(1800)
class InstallationTest {
    private static final String KINDS = "statefulsets,controllerrevisions,pods,persistentvolumeclaims,services,"
            + "endpoints,configmaps,networkpolicies";
    private static final String OF_THE_BINDING = "app.kubernetes.io/instance=" + Shop.BINDING;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_sample_becomes_ready_serves_and_leaves_nothing(Installation installation) {
        Operator operator = Operator.install(installation);
        opened.add(operator);
        Shop shop = Shop.open(operator, 1);
        opened.add(shop);
        shop.kafka().createTopic("orders", 3, Map.of());
        shop.write("orders", 3, 1000);

        shop.apply(shop.orders());

        shop.awaitTrue("Accepted", "ResolvedRefs", "Programmed", "UpstreamConnected", "Warm", "Ready");
        shop.read(shop.broker(), "orders").mustEqual(shop.read(shop.cache(), "orders"), "a pod");
        await("what is listed")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(shop.kubectl("get", "kafkacachebindings"))
                        .containsPattern("NAME +READY +PROGRAMMED +WARM +REPLICAS +TOPICS +CACHED +LAG +AGE")
                        .containsPattern("orders +True +True +True +1 +1 +[1-9][0-9]* +0 "));
        RestrictedPods.check(operator.deployment().getSpec().getTemplate());
        RestrictedPods.check(shop.statefulSet().getSpec().getTemplate());
        assertThat(shop.kubectl("get", KINDS, "-l", OF_THE_BINDING))
                .contains("statefulset.apps/orders", "pod/orders-0", "persistentvolumeclaim/data-orders-0");

        shop.kubectl("delete", "kafkacachebinding", Shop.BINDING);

        await("everything of it is gone")
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(shop.kubectl("get", KINDS, "-l", OF_THE_BINDING))
                        .contains("No resources found"));
    }
}
