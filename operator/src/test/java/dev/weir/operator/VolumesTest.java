package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.KafkaCacheBinding;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

@RequiresApiServer(ApiServer.CONTROL)
class VolumesTest {

    @Test
    void volumes_grow_around_pods_that_go_on() throws IOException {
        try (var site = new Site()) {
            site.admin()
                    .resource(new StorageClassBuilder()
                            .withNewMetadata()
                            .withName("growing")
                            .endMetadata()
                            .withProvisioner("kubernetes.io/host-path")
                            .withAllowVolumeExpansion(true)
                            .build())
                    .serverSideApply();
            site.apply(sample("10Gi"));
            site.awaitCondition("orders", "Ready", "Ready");
            await().atMost(Site.PATIENCE)
                    .until(() -> "Bound".equals(claim(site).getStatus().getPhase()));
            String pod = site.get(Pod.class, "orders-0").getMetadata().getUid();
            String set = site.get(StatefulSet.class, "orders").getMetadata().getUid();

            site.apply(sample("20Gi"));

            await().atMost(Site.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(claim(site).getSpec().getResources().getRequests())
                        .containsEntry("storage", new Quantity("20Gi"));
                assertThat(site.get(StatefulSet.class, "orders").getMetadata().getUid())
                        .isNotEqualTo(set);
            });
            site.awaitCondition("orders", "Ready", "Ready");
            assertThat(site.get(Pod.class, "orders-0").getMetadata().getUid()).isEqualTo(pod);
        }
    }

    @Test
    void volumes_that_are_to_stay_stay_when_the_binding_goes() throws IOException {
        try (var site = new Site()) {
            site.apply(sample("10Gi").replace("size: 10Gi", "size: 10Gi, whenDeleted: Retain"));
            site.awaitCondition("orders", "Ready", "Ready");

            site.admin()
                    .resources(KafkaCacheBinding.class)
                    .inNamespace(site.namespace())
                    .withName("orders")
                    .delete();
            await().atMost(Site.PATIENCE)
                    .until(() -> site.admin()
                            .apps()
                            .statefulSets()
                            .inNamespace(site.namespace())
                            .list()
                            .getItems()
                            .isEmpty());

            assertThat(claim(site).getMetadata().getDeletionTimestamp()).isNull();
            assertThat(claim(site).getMetadata().getOwnerReferences()).isEmpty();
        }
    }

    private static PersistentVolumeClaim claim(Site site) {
        return site.get(PersistentVolumeClaim.class, "data-orders-0");
    }

    private static String sample(String size) throws IOException {
        return Files.readString(Site.SAMPLES.resolve("orders.yaml"))
                .replace("  telemetry:", "  storage: {className: growing, size: " + size + "}\n  telemetry:");
    }
}
