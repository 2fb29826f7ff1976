package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.JavaCommand;
import dev.weir.e2e.host.ProjectFolder;
import dev.weir.e2e.host.TempFolder;
import dev.weir.e2e.http.PageOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A namespace of its own, and an origin on this machine for what is applied in it: the cache {@code catalog} of the
 * samples, with a volume, whose clients and whose purger are on this machine as well.
 */
final class Catalog extends Applied {
    static final String CACHE = "catalog";
    private static final String SECRET = "catalog-purge";
    private static final String TOKEN = "nobody-else-may-purge";
    private static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 9100;
    private static final int PAGE_LENGTH = 10_000;

    private final InetSocketAddress address;
    private final TempFolder folder = TempFolder.create("weir-catalog-");
    private final PodForwards clients;
    private final PodForwards management;
    private final HttpUser user = new HttpUser();
    private PageOrigin origin;

    private Catalog(Operator operator) {
        super(operator, "httpcaches", CACHE);
        this.address = new InetSocketAddress(operator.cluster().hostAddress(), FreePort.pick());
        this.origin = PageOrigin.start(address, PAGE_LENGTH);
        this.clients = PodForwards.open(client(), namespace(), CACHE, HTTP_PORT, 1);
        this.management = PodForwards.open(client(), namespace(), CACHE, MANAGEMENT_PORT, 1);
        kubectl("create", "secret", "generic", SECRET, "--from-literal=token=" + TOKEN);
    }

    static Catalog open(Operator operator) {
        return new Catalog(operator);
    }

    /** The sample with this origin, which says nothing of freshness; with a volume, and a token for purging. */
    ObjectNode catalog(String whenDeleted) {
        ObjectNode document = sample("catalog.yaml");
        var route = (ObjectNode) document.at("/spec/routes/0");
        ((ObjectNode) route.get("origin"))
                .putArray("urls")
                .add("http://" + address.getHostString() + ":" + address.getPort());
        route.putObject("cache").put("defaultTtl", "1h").put("staleIfError", "1h");
        var spec = (ObjectNode) document.get("spec");
        spec.putObject("store").putObject("persistent").put("size", "1Gi").put("whenDeleted", whenDeleted);
        spec.putObject("management")
                .putObject("purge")
                .putObject("tokenSecretRef")
                .put("name", SECRET);
        return document;
    }

    /** What is behind, as it was started last. */
    PageOrigin origin() {
        return origin;
    }

    void stopOrigin() {
        origin.close();
    }

    /** It has forgotten how often it was asked. */
    void startOrigin() {
        origin = PageOrigin.start(address, PAGE_LENGTH);
    }

    HttpResponse<String> get(String path) {
        return user.get(URI.create("http://" + clients.address() + path));
    }

    /** What the cache says that it did with a request for this path. */
    String cacheStatus(String path) {
        return get(path).headers().firstValue("Cache-Status").orElse("none");
    }

    /** {@code ./weir purge} at the pod, as far as a forwarded port leads to it; what it prints. */
    String purge(String path, String... options) {
        try {
            List<String> command = JavaCommand.with(
                    List.of("-cp", ProjectFolder.target().resolve("e2e.jar").toString(), "dev.weir.e2e.console.Purge"));
            command.addAll(List.of("--at", management.address()));
            command.addAll(List.of(
                    "--token-file",
                    Files.writeString(folder.path().resolve("token"), TOKEN).toString()));
            command.addAll(List.of("--url", "http://" + clients.address() + path));
            command.addAll(List.of(options));
            Path printed = folder.path().resolve("printed");
            Files.deleteIfExists(printed);
            ChildProcess.start("purge", command, printed).awaitExit();
            return Files.readString(printed).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        user.close();
        clients.close();
        management.close();
        super.close();
        origin.close();
        folder.close();
    }
}
