package dev.weir.operator.workload;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** Carries the document to the pods. */
final class DocumentConfigMap {
    /** Tells people what pods will tell when they run it. */
    private static final String CHECKSUM = "weir.dev/checksum";

    private DocumentConfigMap() {}

    static ConfigMap of(Workload workload) {
        return new ConfigMapBuilder()
                .withMetadata(Metadata.of(workload, workload.names().configMap()))
                .editMetadata()
                .addToAnnotations(CHECKSUM, workload.document().checksum())
                .endMetadata()
                .addToData(DocumentText.FILE, workload.document().text())
                .build();
    }
}
