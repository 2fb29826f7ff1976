package dev.weir.operator;

import dev.weir.operator.logging.LogKey;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of an operator that ends. The election gives it back by itself, but not where a renewal was on its way: the
 * API server takes only one of the two. Nobody renews any more when this looks.
 */
record HeldLease(KubernetesClient client, String namespace, String name, String identity) {
    private static final Logger log = LoggerFactory.getLogger(HeldLease.class);
    private static final int TRIES = 5;

    /** Lets another take over at once, rather than when the lease runs out. */
    void giveBack() {
        Resource<Lease> resource =
                client.resources(Lease.class).inNamespace(namespace).withName(name);
        try {
            boolean held = true;
            for (int tries = 0; held && tries < TRIES; tries++) {
                Lease lease = resource.get();
                held = lease != null && identity.equals(lease.getSpec().getHolderIdentity()) && !given(lease);
            }
        } catch (KubernetesClientException e) {
            log.atWarn()
                    .addKeyValue(LogKey.IDENTITY, identity)
                    .log("The lease could not be given back, and runs out by itself: {}", e.getMessage());
        }
    }

    private boolean given(Lease lease) {
        try {
            lease.getSpec().setHolderIdentity(null);
            lease.getSpec().setLeaseDurationSeconds(1);
            client.resource(lease).update();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }
}
