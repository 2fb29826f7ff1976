package dev.weir.api;

import dev.weir.api.schema.Description;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Keeps a persistent copy of Kafka topics close to their readers. */
@Description("Keeps a persistent copy of Kafka topics close to their readers.")
@Group("weir.dev")
@Version("v1alpha1")
@ShortNames("kcb")
@Categories("weir")
public class KafkaCacheBinding extends CustomResource<KafkaCacheBindingSpec, KafkaCacheBindingStatus>
        implements Namespaced {
    @Override
    protected @Nullable KafkaCacheBindingSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable KafkaCacheBindingStatus initStatus() {
        return null;
    }
}
