package dev.weir.operator.reconciliation;

import dev.weir.operator.references.SecretState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches the Secrets that resources name, one by one: no other is looked at, and of these no value is kept. A change
 * of one brings the resources that name it about again.
 */
final class SecretWatch<R extends HasMetadata> extends AbstractEventSource<Secret, R> implements ResourceEventAware<R> {
    /** For how long it is believed that Secrets of a namespace may not be watched. */
    private static final Duration HIDDEN = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Map<String, Instant> hidden = new ConcurrentHashMap<>();

    /** By the Secret. */
    private final Map<ResourceID, Watched> watched = new ConcurrentHashMap<>();

    /** @param followers the resources that name it */
    private record Watched(SharedIndexInformer<Secret> informer, Set<ResourceID> followers) {}

    SecretWatch(KubernetesClient client, InstantSource clock) {
        super(Secret.class);
        this.client = client;
        this.clock = clock;
    }

    /** What is known of the Secrets that a resource names by now, by name; those of before are watched no more. */
    Map<String, SecretState> follow(R resource, Set<String> names) {
        ResourceID follower = ResourceID.fromResource(resource);
        for (ResourceID secret : watched.keySet()) {
            if (!names.contains(secret.getName())) {
                forget(secret, follower);
            }
        }
        var states = new TreeMap<String, SecretState>();
        for (String name : names) {
            var secret = new ResourceID(name, resource.getMetadata().getNamespace());
            states.put(name, follow(secret, follower));
        }
        return states;
    }

    private SecretState follow(ResourceID secret, ResourceID follower) {
        String namespace = secret.getNamespace().orElseThrow();
        if (clock.instant().isBefore(hidden.getOrDefault(namespace, Instant.MIN))) {
            return new SecretState.Hidden();
        }
        try {
            Watched watch = watched.compute(secret, (id, before) -> {
                Watched present = before != null && before.informer().isRunning() ? before : watch(secret, before);
                present.followers().add(follower);
                return present;
            });
            Secret found = watch.informer().getStore().getByKey(Cache.namespaceKeyFunc(namespace, secret.getName()));
            return found == null
                    ? new SecretState.Missing()
                    : new SecretState.Present(
                            found.getData() == null ? Set.of() : found.getData().keySet(),
                            found.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                hidden.put(namespace, clock.instant().plus(HIDDEN));
                return new SecretState.Hidden();
            }
            throw e;
        }
    }

    /** Returns when it is known whether the Secret is there. */
    private Watched watch(ResourceID secret, @Nullable Watched before) {
        Set<ResourceID> followers = before == null ? ConcurrentHashMap.newKeySet() : before.followers();
        SharedIndexInformer<Secret> informer = client.secrets()
                .inNamespace(secret.getNamespace().orElseThrow())
                .withName(secret.getName())
                .runnableInformer(0)
                .itemStore(new WithoutValues())
                .exceptionHandler((started, failure) -> started)
                .addEventHandler(new Change(
                        () -> followers.forEach(follower -> getEventHandler().handleEvent(new Event(follower)))));
        try {
            informer.run();
            return new Watched(informer, followers);
        } catch (RuntimeException e) {
            informer.stop();
            throw e;
        }
    }

    private void forget(ResourceID secret, ResourceID follower) {
        watched.computeIfPresent(secret, (id, watch) -> {
            watch.followers().remove(follower);
            if (!watch.followers().isEmpty()) {
                return watch;
            }
            watch.informer().stop();
            return null;
        });
    }

    @Override
    public void onResourceDeleted(R resource) {
        follow(resource, Set.of());
    }

    @Override
    public void stop() {
        super.stop();
        watched.values().forEach(watch -> watch.informer().stop());
        watched.clear();
    }

    /** What is known is handed out by {@link #follow}. */
    @Override
    public Set<Secret> getSecondaryResources(R resource) {
        return Set.of();
    }

    private record Change(Runnable then) implements ResourceEventHandler<Secret> {
        @Override
        public void onAdd(Secret secret) {
            then.run();
        }

        @Override
        public void onUpdate(Secret before, Secret after) {
            if (!before.getMetadata()
                    .getResourceVersion()
                    .equals(after.getMetadata().getResourceVersion())) {
                then.run();
            }
        }

        @Override
        public void onDelete(Secret secret, boolean unknownState) {
            then.run();
        }
    }

    /** Whether a key is there is all that has to be known. */
    private static final class WithoutValues extends BasicItemStore<Secret> {
        private WithoutValues() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public Secret put(String key, Secret secret) {
            var keys = new HashMap<String, String>();
            if (secret.getData() != null) {
                secret.getData().keySet().forEach(name -> keys.put(name, ""));
            }
            return super.put(
                    key,
                    new SecretBuilder()
                            .withMetadata(secret.getMetadata())
                            .withData(keys)
                            .build());
        }
    }
}
