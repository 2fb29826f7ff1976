package dev.weir.operator.references;

import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Looks up what a workload refers to. */
public final class References {
    private final KubernetesClient client;

    public References(KubernetesClient client) {
        this.client = client;
    }

    public Statement resolve(Workload workload) {
        String storageClass =
                workload.storage() == null ? null : workload.storage().className();
        if (storageClass == null) {
            return Reason.RESOLVED.because("Everything that it refers to is there.");
        }
        try {
            if (client.storage().v1().storageClasses().withName(storageClass).get() == null) {
                return Reason.STORAGE_CLASS_MISSING.because("There is no StorageClass " + storageClass
                        + ", so no volume can be made. Create it, or name another in spec.storage.className.");
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return Reason.REFERENCES_NOT_CHECKED.because("The operator may not read StorageClasses, so whether "
                    + storageClass + " exists is not known here. Grant it get on storageclasses to have it checked.");
        }
        return Reason.RESOLVED.because("Everything that it refers to is there.");
    }
}
