package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An API server that is away or refuses, and an operator that is. */
@RequiresApiServer(ApiServer.CONTROL)
class OutageTest {

    @Test
    void an_api_server_that_goes_away_for_a_while_is_caught_up_with() throws IOException {
        Config direct = TestCluster.get().operatorConfig();
        try (var wire = new CuttableProxy(URI.create(direct.getMasterUrl()).getPort());
                var site = new Site(new ConfigBuilder(direct)
                        .withMasterUrl("https://127.0.0.1:" + wire.port() + "/")
                        .build())) {
            site.applySample("orders.yaml");
            site.awaitCondition("orders", "Ready", "Ready");

            wire.cut();
            site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("- customers", "- people"));
            site.admin()
                    .services()
                    .inNamespace(site.namespace())
                    .withName("orders")
                    .delete();
            wire.mend();

            site.awaitCondition("orders", "Ready", "Ready");
            assertThat(site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"))
                    .contains("- people");
            await().atMost(Site.PATIENCE)
                    .until(() -> site.admin()
                                    .services()
                                    .inNamespace(site.namespace())
                                    .withName("orders")
                                    .get()
                            != null);
        }
    }

    @Test
    void conflicts_are_tried_again_until_they_are_gone() throws IOException {
        try (var refusals = new Refusals(409, "Conflict");
                var site = new Site(refusals)) {
            refusals.refuse(4, request -> request.startsWith("PATCH ") && request.contains("/statefulsets/"));

            site.applySample("orders.yaml");

            site.awaitCondition("orders", "Ready", "Ready");
            assertThat(refusals.left()).isZero();

            refusals.refuse(4, request -> request.endsWith("/kafkacachebindings/orders/status"));
            site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("- customers", "- people"));

            site.awaitCondition("orders", "Ready", "Ready");
            assertThat(refusals.left()).isZero();
            assertThat(site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"))
                    .contains("- people");
        }
    }

    @Test
    void what_the_api_server_refuses_is_told_and_tried_again() throws IOException {
        try (var site = new Site()) {
            site.admin()
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("none")
                            .withNamespace(site.namespace())
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("count/statefulsets.apps", new Quantity("0"))
                            .endSpec()
                            .build())
                    .create();
            await().atMost(Site.PATIENCE)
                    .until(() -> site.admin()
                            .resourceQuotas()
                            .inNamespace(site.namespace())
                            .withName("none")
                            .require()
                            .getStatus()
                            .getHard()
                            .containsKey("count/statefulsets.apps"));

            site.applySample("orders.yaml");

            Condition programmed = site.awaitCondition("orders", "Programmed", "ApplyFailed");
            assertThat(programmed.message()).contains("exceeded quota");

            site.admin()
                    .resourceQuotas()
                    .inNamespace(site.namespace())
                    .withName("none")
                    .delete();

            site.awaitCondition("orders", "Ready", "Ready");
        }
    }

    @Test
    void a_rollout_goes_on_when_the_operator_restarts_in_the_middle_of_it() throws IOException {
        try (var site = new Site()) {
            String three =
                    Files.readString(Site.SAMPLES.resolve("orders.yaml")).replace("spec:", "spec:\n  replicas: 3");
            site.apply(three);
            site.awaitCondition("orders", "Ready", "Ready");
            List<String> before = uids(site);

            site.apply(three.replace("port: 8081", "port: 8082"));
            await().atMost(Site.PATIENCE).until(() -> !uids(site).equals(before));
            site.stopOperator();
            site.startOperator();

            site.awaitCondition("orders", "Ready", "Ready");
            await().atMost(Site.PATIENCE)
                    .until(() -> uids(site).size() == 3 && uids(site).stream().noneMatch(before::contains));
            site.awaitCondition("orders", "Ready", "Ready");
        }
    }

    private static List<String> uids(Site site) {
        return site.admin().pods().inNamespace(site.namespace()).list().getItems().stream()
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getUid())
                .toList();
    }
}
