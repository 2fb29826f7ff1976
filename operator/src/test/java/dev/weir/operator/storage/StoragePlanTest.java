package dev.weir.operator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Storage;
import dev.weir.api.WhenDeleted;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoragePlanTest {
    private static final String PATH = "spec.storage";

    @Test
    void the_first_volumes_are_whatever_is_asked_for() {
        assertThat(StoragePlan.of(storage("1Gi", "fast"), PATH, Optional.empty()))
                .isInstanceOf(StoragePlan.Keep.class);
    }

    @Test
    void the_same_size_in_other_words_is_the_same() {
        assertThat(StoragePlan.of(storage("10240Mi", "fast"), PATH, set("10Gi", "fast")))
                .isInstanceOf(StoragePlan.Keep.class);
    }

    @Test
    void volumes_grow() {
        assertThat(StoragePlan.of(storage("20Gi", "fast"), PATH, set("10Gi", "fast")))
                .isEqualTo(new StoragePlan.Grow("10Gi", "20Gi"));
    }

    @Test
    void volumes_never_shrink() {
        assertThat(StoragePlan.of(storage("5Gi", "fast"), PATH, set("10Gi", "fast")))
                .isInstanceOfSatisfying(
                        StoragePlan.Refuse.class,
                        refused -> assertThat(refused.message()).contains("never shrink", "10Gi", "spec.storage.size"));
    }

    @Test
    void volumes_stay_in_their_class() {
        assertThat(StoragePlan.of(storage("10Gi", null), PATH, set("10Gi", "fast")))
                .isInstanceOfSatisfying(
                        StoragePlan.Refuse.class,
                        refused -> assertThat(refused.message()).contains("fast", "spec.storage.className"));
    }

    @Test
    void what_has_no_volumes_and_wants_none_has_nothing_to_plan() {
        assertThat(StoragePlan.of(null, PATH, setWithoutVolumes())).isInstanceOf(StoragePlan.Keep.class);
    }

    @Test
    void volumes_are_neither_added_nor_taken_away() {
        assertThat(StoragePlan.of(null, PATH, set("10Gi", "fast")))
                .isEqualTo(
                        new StoragePlan.Refuse("Pods that have volumes cannot be without them. Set spec.storage back,"
                                + " or delete this resource and create it anew."));
        assertThat(StoragePlan.of(storage("10Gi", null), PATH, setWithoutVolumes()))
                .isEqualTo(new StoragePlan.Refuse("Pods that have no volumes cannot be given any. Remove spec.storage,"
                        + " or delete this resource and create it anew."));
    }

    private static Storage storage(String size, @Nullable String className) {
        return new Storage(size, className, WhenDeleted.DELETE);
    }

    private static Optional<StatefulSet> setWithoutVolumes() {
        return Optional.of(new StatefulSetBuilder().withNewSpec().endSpec().build());
    }

    private static Optional<StatefulSet> set(String size, String className) {
        return Optional.of(new StatefulSetBuilder()
                .withNewSpec()
                .addNewVolumeClaimTemplate()
                .withNewSpec()
                .withStorageClassName(className)
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .endVolumeClaimTemplate()
                .endSpec()
                .build());
    }
}
