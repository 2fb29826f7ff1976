package dev.weir.operator.workload;

import dev.weir.api.PodOptions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a workload: the data-plane, as restricted as the strictest of the Pod Security Standards asks. The document
 * is mounted as a folder, because a file mounted by itself would never change.
 */
final class PodTemplate {
    static final String DOCUMENTS = "/etc/weir/documents";
    static final String SECRETS = "/etc/weir/secrets";
    static final String DATA = "/var/lib/weir";
    static final String MANAGEMENT = "management";
    private static final long USER = 10001L;
    private static final int DRAIN_SECONDS = 20;

    /** For the user and the group that pods run as. */
    private static final int SECRET_MODE = 0440;

    /** After the connections drained, logs are flushed and closed. */
    private static final long GRACE_SECONDS = DRAIN_SECONDS + 40L;

    private final Workload workload;
    private final PodSettings settings;

    PodTemplate(Workload workload, PodSettings settings) {
        this.workload = workload;
        this.settings = settings;
    }

    PodTemplateSpec spec() {
        PodOptions pod = workload.pod();
        var placement = new Placement(pod, workload.labels().selector());
        return new PodTemplateSpecBuilder()
                .withMetadata(metadata(pod))
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withNodeSelector(orNull(pod.nodeSelector()))
                .withTolerations(placement.tolerations())
                .withAffinity(placement.affinity())
                .withTopologySpreadConstraints(placement.spread())
                .withPriorityClassName(pod.priorityClassName())
                .withImagePullSecrets(pod.imagePullSecrets().stream()
                        .map(secret -> new LocalObjectReference(secret.name()))
                        .toList())
                .withContainers(container())
                .withVolumes(volumes())
                .endSpec()
                .build();
    }

    /** A label of the user's that pods are found by never counts, though it should have been refused. */
    private ObjectMeta metadata(PodOptions pod) {
        var labels = new TreeMap<>(pod.labels());
        labels.putAll(workload.labels().all());
        return new ObjectMetaBuilder()
                .withLabels(labels)
                .withAnnotations(orNull(pod.annotations()))
                .build();
    }

    private static @Nullable Map<String, String> orNull(Map<String, String> map) {
        return map.isEmpty() ? null : map;
    }

    private Container container() {
        return new ContainerBuilder()
                .withName("dataplane")
                .withImage(
                        workload.pod().image() == null
                                ? settings.image()
                                : workload.pod().image())
                .withEnv(environment())
                .withPorts(ports())
                .withStartupProbe(probe("/livez", 2, 150))
                .withLivenessProbe(probe("/livez", 10, 3))
                .withReadinessProbe(probe("/readyz", 5, 2))
                .withResources(ContainerResources.of(workload).requirements())
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("document")
                .withMountPath(DOCUMENTS)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(Names.VOLUME)
                .withMountPath(DATA)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .addAllToVolumeMounts(secretMounts())
                .build();
    }

    private List<EnvVar> environment() {
        var memory = JvmMemory.of(ContainerResources.of(workload).memoryBytes(), workload.memory());
        var environment = new ArrayList<EnvVar>();
        // which pod this is, as the data-plane expects it: not every container runtime sets it
        environment.add(new EnvVarBuilder()
                .withName("HOSTNAME")
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .build());
        environment.add(variable(
                "JDK_JAVA_OPTIONS", JvmOptions.of(memory, workload.pod().jvmOptions())));
        environment.add(variable("WEIR_DATA_DIR", DATA));
        environment.add(variable("WEIR_DOCUMENTS", DOCUMENTS));
        environment.add(variable("WEIR_DRAIN_SECONDS", Integer.toString(DRAIN_SECONDS)));
        environment.add(variable("WEIR_LOG_FORMAT", "json"));
        environment.add(variable("WEIR_MANAGEMENT", Integer.toString(settings.managementPort())));
        if (workload.together()) {
            String addresses = workload.names().podAddresses(workload.owner().namespace());
            environment.add(variable("WEIR_PEERS", addresses));
        }
        environment.add(variable("WEIR_SECRETS_DIR", SECRETS));
        return environment;
    }

    private List<ContainerPort> ports() {
        var ports = new ArrayList<ContainerPort>();
        workload.ports().forEach(port -> ports.add(port(port.name(), port.number())));
        ports.add(port(MANAGEMENT, settings.managementPort()));
        return ports;
    }

    /** Of what is not on a claim: the claim of the volume comes from the StatefulSet. */
    private List<Volume> volumes() {
        var volumes = new ArrayList<Volume>();
        volumes.add(new VolumeBuilder()
                .withName("document")
                .withNewConfigMap()
                .withName(workload.names().configMap())
                .endConfigMap()
                .build());
        if (workload.storage() == null) {
            volumes.add(emptyVolume(Names.VOLUME));
        }
        volumes.add(emptyVolume("tmp"));
        int number = 0;
        for (String secret : workload.secretNames()) {
            // optional, so that a pod starts without it, says what it lacks, and goes on when it comes
            volumes.add(new VolumeBuilder()
                    .withName(secretVolume(number++))
                    .withNewSecret()
                    .withSecretName(secret)
                    .withDefaultMode(SECRET_MODE)
                    .withOptional(true)
                    .endSecret()
                    .build());
        }
        return volumes;
    }

    private List<VolumeMount> secretMounts() {
        var mounts = new ArrayList<VolumeMount>();
        for (String secret : workload.secretNames()) {
            mounts.add(new VolumeMountBuilder()
                    .withName(secretVolume(mounts.size()))
                    .withMountPath(SECRETS + "/" + secret)
                    .withReadOnly(true)
                    .build());
        }
        return mounts;
    }

    /** A Secret's own name may be longer than that of a volume, and have dots in it. */
    private static String secretVolume(int number) {
        return "secret-" + number;
    }

    private static Volume emptyVolume(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .withProtocol("TCP")
                .build();
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(MANAGEMENT)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(2)
                .withFailureThreshold(failures)
                .build();
    }
}
