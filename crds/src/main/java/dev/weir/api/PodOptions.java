package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.KeyedBy;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the pods of a resource are run by Kubernetes. */
@Description(PodOptions.DESCRIPTION)
@Rule(
        value = "!has(self.labels) || self.labels.all(k, !(k in '" + PodOptions.RESERVED + "'.split(', ')) && "
                + "!k.startsWith('" + PodOptions.OWN_PREFIX + "'))",
        message = "labels must not have a name that pods are given anyway: " + PodOptions.RESERVED
                + ", or one that begins with " + PodOptions.OWN_PREFIX)
@Rule(
        value = "!has(self.annotations) || self.annotations.all(k, !k.startsWith('" + PodOptions.OWN_PREFIX + "'))",
        message = "annotations must not have a name that begins with " + PodOptions.OWN_PREFIX)
public record PodOptions(
        @Description("What each pod may use. Pods whose resources change are replaced one by one.") @Nullable
        PodResources resources,

        @Description("Labels that a node must have for pods to run on it.") @Size(max = 32)
        Map<@Format(Syntax.QUALIFIED_NAME) String, @Format(Syntax.LABEL_VALUE) String> nodeSelector,

        @Description("Taints of nodes that pods run on all the same.") @Size(max = 32)
        List<Toleration> tolerations,

        @Description("Which nodes, and which pods beside them, pods are drawn to or kept from.") @Nullable
        Affinity affinity,

        @Description("How evenly pods are spread. Without it pods are spread over nodes and zones as far as that "
                + "can be done; with it only this counts.")
        @Size(max = 8)
        List<TopologySpread> topologySpread,

        @Description("Annotations that pods carry besides their own.") @Size(max = 32)
        Map<@Format(Syntax.QUALIFIED_NAME) String, @Size(max = 4096) String> annotations,

        @Description("Labels that pods carry besides their own.") @Size(max = 32)
        Map<@Format(Syntax.QUALIFIED_NAME) String, @Format(Syntax.LABEL_VALUE) String> labels,

        @Description("The PriorityClass of the pods; the cluster's default class when absent.")
        @Nullable
        @Format(Syntax.DNS_NAME)
        String priorityClassName,

        @Description("Options of the Java virtual machine, added to those that follow from the memory. "
                + "An option that sizes the heap takes the place of the size that follows.")
        @Size(max = 32)
        List<@Format(Syntax.JVM_OPTION) String> jvmOptions,

        @Description("The image of the data-plane; the one that the operator is set to when absent.")
        @Nullable
        @Format(Syntax.IMAGE)
        String image,

        @Description("Secrets to pull the image with, in the namespace of this resource.")
        @Size(max = 8)
        @KeyedBy("name")
        List<SecretReference> imagePullSecrets) {
    static final String DESCRIPTION = "How the pods are run by Kubernetes. A change of it replaces them one by one. "
            + "Outside Kubernetes it is checked like everything else, and has no effect.";
    static final String RESERVED = "app.kubernetes.io/instance, app.kubernetes.io/managed-by, "
            + "app.kubernetes.io/name, app.kubernetes.io/part-of";

    /** What begins so is given to pods by the operator alone. */
    public static final String OWN_PREFIX = "weir.dev/";

    /** Names of labels that pods are found by, or that tell whose they are. */
    public static final Set<String> RESERVED_LABELS = Set.of(RESERVED.split(", ", -1));

    public static final PodOptions NONE = new PodOptions(
            null, Map.of(), List.of(), null, List.of(), Map.of(), Map.of(), null, List.of(), null, List.of());

    public PodOptions {
        nodeSelector = Copies.of(nodeSelector);
        tolerations = Copies.of(tolerations);
        topologySpread = Copies.of(topologySpread);
        annotations = Copies.of(annotations);
        labels = Copies.of(labels);
        jvmOptions = Copies.of(jvmOptions);
        imagePullSecrets = Copies.of(imagePullSecrets);
    }
}
