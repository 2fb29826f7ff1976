package dev.weir.operator.workload;

import static java.util.stream.Collectors.toCollection;

import dev.weir.api.CacheMemory;
import dev.weir.api.PodOptions;
import dev.weir.api.SecretReference;
import dev.weir.api.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to run for a resource, of either kind.
 *
 * @param component what the pods are, such as {@code kafka-cache}
 * @param storage the volume of each pod, or null when what a pod caches goes with it
 * @param storagePath the field that says so
 * @param memory what each pod needs to hold what it keeps in memory, or null when it serves from files
 * @param secrets that pods are given as files
 * @param together whether pods hold one cache together, and so must find each other
 * @param pod how Kubernetes is to run the pods
 * @param podMonitor whether the Prometheus operator is to be told of them
 */
public record Workload(
        Owner owner,
        String component,
        DocumentText document,
        int replicas,
        List<Port> ports,
        @Nullable Storage storage,
        String storagePath,
        @Nullable CacheMemory memory,
        List<NamedSecret> secrets,
        boolean together,
        PodOptions pod,
        boolean podMonitor) {
    public Workload {
        ports = List.copyOf(ports);
        secrets = List.copyOf(secrets);
    }

    /** The names of the Secrets that pods are given, each once. */
    public SortedSet<String> secretNames() {
        return secrets.stream().map(NamedSecret::name).collect(toCollection(TreeSet::new));
    }

    /** The Secrets that nodes pull the image with; pods are not given them. */
    public List<NamedSecret> pullSecrets() {
        var named = new ArrayList<NamedSecret>();
        for (SecretReference secret : pod.imagePullSecrets()) {
            named.add(new NamedSecret("spec.pod.imagePullSecrets[" + named.size() + "]", secret.name(), null));
        }
        return named;
    }

    public Names names() {
        return new Names(owner.name());
    }

    public Labels labels() {
        return new Labels(component, owner.name());
    }
}
