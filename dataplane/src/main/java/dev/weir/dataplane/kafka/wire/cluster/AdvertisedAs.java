package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.wire.frame.Client;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients where the pods are.
 *
 * @param host what pods are called where clients are, with {@code {ordinal}} for the number of the pod; null to give
 *     the address that peers use, or, for a cache of one pod, the one that the client found it by
 * @param port the port of the first pod there, the next pod has the next port unless the host tells them apart; 0 for
 *     the listener's own
 */
public record AdvertisedAs(@Nullable String host, int port) implements Advertised {
    /** As clients beside the pods see them. */
    public static final AdvertisedAs AS_CONNECTED = new AdvertisedAs(null, 0);

    private static final String ORDINAL = "{ordinal}";

    @Override
    public Endpoint endpoint(Pod pod, Client client) {
        if (host != null) {
            boolean perPod = host.contains(ORDINAL);
            int offset = perPod ? 0 : pod.ordinal();
            return new Endpoint(
                    host.replace(ORDINAL, Integer.toString(pod.ordinal())),
                    port == 0 ? port(pod, client) : port + offset);
        }
        if (!pod.host().isEmpty()) {
            return new Endpoint(pod.host(), port(pod, client));
        }
        InetSocketAddress local = client.localAddress();
        return local == null
                ? new Endpoint("", 0)
                : new Endpoint(local.getAddress().getHostAddress(), local.getPort());
    }

    private static int port(Pod pod, Client client) {
        InetSocketAddress local = client.localAddress();
        return pod.port() != 0 || local == null ? pod.port() : local.getPort();
    }
}
