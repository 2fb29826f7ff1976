package dev.weir.e2e.cluster;

import dev.weir.e2e.host.FreePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ports of this machine that lead to a port of the pods of a cache, through the API server; each to the pod of that
 * name, whichever it is at the time of a connection. The first pod's may be a binding's advertised address, and the
 * others follow.
 */
final class PodForwards implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private final int firstPort;
    private final List<LocalPortForward> forwards = new ArrayList<>();

    private PodForwards(int firstPort) {
        this.firstPort = firstPort;
    }

    static PodForwards open(KubernetesClient client, String namespace, String cache, int port, int pods) {
        var opened = new PodForwards(consecutive(pods));
        for (int ordinal = 0; ordinal < pods; ordinal++) {
            opened.forwards.add(client.pods()
                    .inNamespace(namespace)
                    .withName(cache + "-" + ordinal)
                    .portForward(port, opened.firstPort + ordinal));
        }
        return opened;
    }

    private static int consecutive(int count) {
        while (true) {
            int first = FreePort.pick();
            if (IntStream.range(first, first + count).allMatch(FreePort::isFree)) {
                return first;
            }
        }
    }

    int firstPort() {
        return firstPort;
    }

    String address() {
        return HOST + ":" + firstPort;
    }

    @Override
    public void close() {
        for (LocalPortForward forward : forwards) {
            try {
                forward.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
