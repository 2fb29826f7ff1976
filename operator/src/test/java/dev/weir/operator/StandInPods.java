package dev.weir.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.api.DocumentChecksum;
import dev.weir.operator.acknowledgement.PodState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the kubelet and the data-plane for the pods of a namespace, where there are no nodes: each pod gets an address
 * of this machine, is ready, and tells on its management port what it runs. As with a real kubelet, a pod sees a new
 * ConfigMap or Secret when it is new or when something about it changed.
 */
final class StandInPods implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StandInPods.class);
    static final int PORT = freePort();
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, StandIn> pods = new ConcurrentHashMap<>();
    private final Set<String> rejecting = ConcurrentHashMap.newKeySet();
    private final KubernetesClient admin;
    private final String namespace;
    private volatile String status = "{}";

    private static final class StandIn {
        private final String uid;
        private final String address;
        private final HttpServer server;
        private volatile String resourceVersion = "";
        private volatile String documents = "{}";
        private volatile Map<String, Map<String, String>> secrets = Map.of();

        StandIn(String uid, String address, HttpServer server) {
            this.uid = uid;
            this.address = address;
            this.server = server;
        }
    }

    StandInPods(KubernetesClient admin, String namespace) {
        this.admin = admin;
        this.namespace = namespace;
        thread.scheduleWithFixedDelay(this::round, 0, 100, TimeUnit.MILLISECONDS);
    }

    /** What every pod's workload tells of itself from now on, as JSON. */
    void tell(String workloadStatus) {
        status = workloadStatus;
    }

    /** From now on this pod refuses every document that it does not run yet. */
    void reject(String pod) {
        rejecting.add(pod);
    }

    void rejectNoMore(String pod) {
        rejecting.remove(pod);
        at(pod).resourceVersion = "";
    }

    /** The pod's management port goes away; Kubernetes does not notice. */
    void silence(String pod) {
        at(pod).server.stop(0);
    }

    /**
     * What a pod finds in its folders of Secrets, by the folders' names, as the API server encodes it; nothing before
     * it was seen.
     */
    Map<String, Map<String, String>> secrets(String pod) {
        StandIn seen = pods.get(pod);
        return seen == null ? Map.of() : seen.secrets;
    }

    private StandIn at(String pod) {
        return Objects.requireNonNull(pods.get(pod), pod);
    }

    private void round() {
        try {
            var there = new HashSet<String>();
            for (Pod pod : admin.pods().inNamespace(namespace).list().getItems()) {
                there.add(pod.getMetadata().getName());
                see(pod);
            }
            pods.keySet().stream()
                    .filter(name -> !there.contains(name))
                    .toList()
                    .forEach(this::stop);
        } catch (IOException | RuntimeException e) {
            // an exception that leaves here would end all rounds; what it kept from being done is done in the next
            log.info("A round of the stand-ins failed: {}", e.getMessage());
        }
    }

    private void see(Pod pod) throws IOException {
        String name = pod.getMetadata().getName();
        StandIn known = pods.get(name);
        if (known != null && !known.uid.equals(pod.getMetadata().getUid())) {
            stop(name);
            known = null;
        }
        if (known == null) {
            known = start(pod);
            pods.put(name, known);
            mount(pod, known);
        } else if (!known.resourceVersion.equals(pod.getMetadata().getResourceVersion())) {
            mount(pod, known);
        }
        if (!PodState.isReady(pod) && pod.getMetadata().getDeletionTimestamp() == null) {
            markReady(pod, known.address);
        }
    }

    private StandIn start(Pod pod) throws IOException {
        int number = ADDRESSES.incrementAndGet();
        String address = "127.77." + (number >> 8) + "." + (number & 0xff);
        HttpServer server = HttpServer.create(new InetSocketAddress(address, PORT), 0);
        var standIn = new StandIn(pod.getMetadata().getUid(), address, server);
        String resource = pod.getMetadata().getLabels().get("app.kubernetes.io/instance");
        server.createContext("/documents", exchange -> answer(exchange, standIn.documents));
        server.createContext(
                "/status",
                exchange -> answer(
                        exchange, "{\"documents\": [{\"name\": \"" + resource + "\", \"status\": " + status + "}]}"));
        server.start();
        return standIn;
    }

    private void mount(Pod pod, StandIn standIn) {
        var secrets = new HashMap<String, Map<String, String>>();
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getConfigMap() != null) {
                ConfigMap document = admin.configMaps()
                        .inNamespace(namespace)
                        .withName(volume.getConfigMap().getName())
                        .get();
                if (document == null) {
                    // a pod whose binding goes
                    return;
                }
                takeUp(pod, standIn, DocumentChecksum.of(document.getData()));
            }
            if (volume.getSecret() != null) {
                String name = volume.getSecret().getSecretName();
                Secret secret =
                        admin.secrets().inNamespace(namespace).withName(name).get();
                secrets.put(name, secret == null || secret.getData() == null ? Map.of() : secret.getData());
            }
        }
        standIn.secrets = Map.copyOf(secrets);
        standIn.resourceVersion = pod.getMetadata().getResourceVersion();
    }

    private void takeUp(Pod pod, StandIn standIn, String checksum) {
        if (standIn.documents.contains("\"active\": {\"checksum\": \"" + checksum)) {
            return;
        }
        if (rejecting.contains(pod.getMetadata().getName())) {
            standIn.documents =
                    standIn.documents.replaceFirst(", \"rejected.*", "}").replaceFirst("}$", "")
                            + ", \"rejected\": {\"checksum\": \"" + checksum
                            + "\", \"problems\": [{\"path\": \"spec.exit\", \"message\": \"is not to my taste\"}]}}";
        } else {
            standIn.documents = "{\"active\": {\"checksum\": \"" + checksum + "\"}}";
        }
    }

    private void markReady(Pod pod, String address) {
        String uid = pod.getMetadata().getUid();
        admin.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                // by now another may have its name
                .editStatus(live -> !uid.equals(live.getMetadata().getUid())
                        ? live
                        : new PodBuilder(live)
                                .withNewStatus()
                                .withPhase("Running")
                                .withPodIP(address)
                                .addNewPodIP()
                                .withIp(address)
                                .endPodIP()
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus("True")
                                .endCondition()
                                .endStatus()
                                .build());
    }

    private void stop(String name) {
        at(name).server.stop(0);
        pods.remove(name);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** One that the system gives to nobody by itself: it is to stay free at many addresses. */
    private static int freePort() {
        for (int port = ThreadLocalRandom.current().nextInt(20_000, 30_000); ; port++) {
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                log.debug("Port {} is taken: {}", port, e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        pods.values().forEach(pod -> pod.server.stop(0));
    }
}
