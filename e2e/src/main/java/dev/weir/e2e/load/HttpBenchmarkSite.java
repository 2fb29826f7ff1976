package dev.weir.e2e.load;

import dev.weir.e2e.dataplane.DataPlaneProcess;
import dev.weir.e2e.dataplane.DataPlaneSettings;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caches side by side, on one core, and the origin behind them. */
final class HttpBenchmarkSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CHECKS = 10;

    /** Those of a pod of an HttpCache that says nothing about memory, with one core. */
    private static final List<String> POD = List.of(
            "-Xms494m",
            "-Xmx494m",
            "-XX:MaxDirectMemorySize=646m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ActiveProcessorCount=1");

    private final TempFolder folder = TempFolder.create("weir-bench-");
    private final BodyOrigin origin = BodyOrigin.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ChildProcess> peers = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private final Wrk wrk;
    private @Nullable DataPlaneProcess cache;

    private HttpBenchmarkSite(Wrk wrk) {
        this.wrk = wrk;
    }

    static HttpBenchmarkSite start(Wrk wrk, int core) {
        var site = new HttpBenchmarkSite(wrk);
        try {
            site.startCache(core);
            for (Peer peer : Peer.values()) {
                if (peer.isInstalled()) {
                    site.startPeer(peer, core);
                }
            }
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** This cache first. */
    List<Server> servers() {
        return servers;
    }

    /** Lets it store the content, and sees that it then answers without the origin. */
    void fill(Server server, int kibibytes) {
        if (length(url(server, kibibytes)) != kibibytes * 1024) {
            throw new IllegalStateException(server.name() + " does not serve the content");
        }
        long before = origin.asked();
        for (int check = 0; check < CHECKS; check++) {
            length(url(server, kibibytes));
        }
        notAskedSince(before, server);
    }

    Hits measure(Server server, int kibibytes, Duration time) {
        long before = origin.asked();
        Duration cpuBefore = server.cpu();
        long start = System.nanoTime();
        long requests = wrk.ask(url(server, kibibytes), time);
        var took = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = server.cpu().minus(cpuBefore);
        notAskedSince(before, server);
        return new Hits(requests, took, cpu);
    }

    private void notAskedSince(long before, Server server) {
        if (origin.asked() != before) {
            throw new IllegalStateException(server.name() + " asked the origin again: these are not all hits");
        }
    }

    private void startCache(int core) {
        int port = FreePort.pick();
        DataPlaneSettings settings =
                DataPlaneSettings.in(folder.path()).argument("--threads").argument("1");
        for (String option : POD) {
            settings = settings.jvmOption(option);
        }
        try {
            Files.createDirectories(settings.documents());
            Files.writeString(settings.documents().resolve("bench.yaml"), """
                apiVersion: weir.dev/v1alpha1
                kind: HttpCache
                metadata:
                  name: bench
                spec:
                  routes:
                    - name: bench
                      origin:
                        urls: ["http://127.0.0.1:%d"]
                  listeners:
                    http:
                      port: %d
                """.formatted(origin.port(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cache = DataPlaneProcess.start(settings);
        wrk.pin(cache.pid(), core);
        servers.add(new Server("weir", "127.0.0.1:" + port, cache.pid()));
    }

    private void startPeer(Peer peer, int core) {
        int port = FreePort.pick();
        Path home = folder.path().resolve(peer.label());
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(List.of(wrk.taskset(), "-c", Integer.toString(core), peer.program()));
        command.addAll(peer.command(home, port, origin.port()));
        ChildProcess process = ChildProcess.start(
                peer.label(),
                ChildProcess.deafToInterrupts(command),
                folder.path().resolve(peer.label() + ".log"));
        peers.add(process);
        process.awaitReady(() -> !FreePort.isFree(port), PATIENCE);
        servers.add(new Server(peer.label(), "127.0.0.1:" + port, process.pid()));
    }

    private static String url(Server server, int kibibytes) {
        return "http://" + server.address() + BodyOrigin.path(kibibytes);
    }

    private int length(String url) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? answer.body().length : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        for (ChildProcess peer : peers) {
            peer.terminate(PATIENCE);
        }
        if (cache != null) {
            cache.close();
        }
        client.close();
        origin.close();
        folder.close();
    }
}
