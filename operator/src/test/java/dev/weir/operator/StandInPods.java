package dev.weir.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.api.DocumentChecksum;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays the kubelet and the data-plane for the pods of a namespace, where there are no nodes: each pod gets an address
 * of this machine, is ready, and tells on its management port what it runs. As with a real kubelet, a pod sees a new
 * ConfigMap when it is new or when something about it changed.
 */
final class StandInPods implements AutoCloseable {
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
        } catch (KubernetesClientException | IOException e) {
            // the next round is soon
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
            markReady(pod, known.address);
        } else if (!known.resourceVersion.equals(pod.getMetadata().getResourceVersion())) {
            mount(pod, known);
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
        String name = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .findFirst()
                .orElseThrow()
                .getConfigMap()
                .getName();
        ConfigMap document =
                admin.configMaps().inNamespace(namespace).withName(name).get();
        String checksum = DocumentChecksum.of(document.getData());
        standIn.resourceVersion = pod.getMetadata().getResourceVersion();
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
        admin.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .editStatus(live -> new PodBuilder(live)
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

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        pods.values().forEach(pod -> pod.server.stop(0));
    }
}
