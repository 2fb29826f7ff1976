package dev.weir.operator.apply;

import dev.weir.operator.logging.LogKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes objects where they differ from what they should be. */
public final class Applier {
    /** Whoever looks at the managed fields of an object finds this name beside everything that is written here. */
    public static final String FIELD_MANAGER = "weir-operator";

    private static final Logger log = LoggerFactory.getLogger(Applier.class);

    private final KubernetesClient client;

    public Applier(KubernetesClient client) {
        this.client = client;
    }

    /** The object as it is in the cluster. */
    public Optional<HasMetadata> read(HasMetadata object) {
        return Optional.ofNullable(client.resource(object).get());
    }

    /**
     * Makes an object be what it should.
     *
     * @param live what is known to be there
     * @return what was written, or nothing when nothing had to be
     */
    public Optional<HasMetadata> apply(HasMetadata desired, Optional<HasMetadata> live) {
        String fingerprint = Fingerprint.of(desired);
        if (live.isPresent()
                && fingerprint.equals(Fingerprint.on(live.get()))
                && !Difference.between(desired, live.get())) {
            return Optional.empty();
        }
        HasMetadata marked = client.getKubernetesSerialization().clone(desired);
        var annotations = new TreeMap<String, String>();
        if (desired.getMetadata().getAnnotations() != null) {
            annotations.putAll(desired.getMetadata().getAnnotations());
        }
        annotations.put(Fingerprint.ANNOTATION, fingerprint);
        marked.getMetadata().setAnnotations(annotations);
        HasMetadata written = client.resource(marked)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(FIELD_MANAGER)
                        .withForce(true)
                        .build());
        log.atInfo()
                .addKeyValue(LogKey.KIND, desired.getKind())
                .addKeyValue(LogKey.NAMESPACE, desired.getMetadata().getNamespace())
                .addKeyValue(LogKey.NAME, desired.getMetadata().getName())
                .log(live.isPresent() ? "Changed" : "Created");
        return Optional.of(written);
    }
}
