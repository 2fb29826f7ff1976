package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the Pod Security Standard {@code restricted} asks of a pod. It is asked of templates: admission may have added
 * to pods what it asks of them.
 */
final class RestrictedPods {
    private RestrictedPods() {}

    static void check(PodTemplateSpec template) {
        PodSpec pod = template.getSpec();
        assertThat(List.of(isOn(pod.getHostNetwork()), isOn(pod.getHostPID()), isOn(pod.getHostIPC())))
                .as("namespaces of the node")
                .containsOnly(false);
        assertThat(pod.getVolumes()).as("folders of the node").allMatch(volume -> volume.getHostPath() == null);
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getContainers()).isNotEmpty().allSatisfy(RestrictedPods::check);
        assertThat(pod.getInitContainers()).allSatisfy(RestrictedPods::check);
    }

    private static void check(Container container) {
        var context = container.getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(isOn(context.getPrivileged())).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getReadOnlyRootFilesystem()).as("more than is asked").isTrue();
    }

    private static boolean isOn(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
