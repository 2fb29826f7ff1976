package dev.weir.api;

import dev.weir.api.schema.Description;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Keeps HTTP responses close to their readers. */
@Description("Keeps HTTP responses close to their readers.")
@Group("weir.dev")
@Version("v1alpha1")
@ShortNames("hc")
@Categories("weir")
public class HttpCache extends CustomResource<HttpCacheSpec, HttpCacheStatus> implements Namespaced {
    @Override
    protected @Nullable HttpCacheSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable HttpCacheStatus initStatus() {
        return null;
    }
}
