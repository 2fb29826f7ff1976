package dev.weir.operator.acknowledgement;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.weir.operator.acknowledgement.PodReport.Answer;
import dev.weir.operator.acknowledgement.PodReport.Silent;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Asks pods on their management ports. */
public final class Pods implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final long ANSWER_BYTES_MAX = 1024 * 1024;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(Redirect.NEVER)
            .build();
    private final int port;

    /** @param port the management port of all pods */
    public Pods(int port) {
        this.port = port;
    }

    /**
     * Asks all of them at once.
     *
     * @param resource the name of the resource whose document they run
     */
    public List<PodReport> ask(Collection<Pod> pods, String resource) {
        List<CompletableFuture<PodReport>> asked =
                pods.stream().map(pod -> ask(pod, resource)).toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparing(PodReport::pod))
                .toList();
    }

    private CompletableFuture<PodReport> ask(Pod pod, String resource) {
        String name = pod.getMetadata().getName();
        boolean ready = PodState.isReady(pod);
        String address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return answer(address, resource).thenApply(answer -> new PodReport(name, ready, answer));
    }

    private CompletableFuture<Answer> answer(@Nullable String address, String resource) {
        if (address == null || address.isEmpty()) {
            return CompletableFuture.completedFuture(new Silent("it has no address yet"));
        }
        return get(address, "/documents")
                .thenCombine(get(address, "/status"), (documents, status) -> read(documents, status, resource))
                .exceptionally(this::silence);
    }

    private CompletableFuture<HttpResponse<String>> get(String address, String path) {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(ANSWER_LIMIT)
                .build();
        return http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX));
    }

    private static Answer read(HttpResponse<String> documents, HttpResponse<String> status, String resource) {
        if (documents.statusCode() != OK || status.statusCode() != OK) {
            return new Silent("its management port answers " + Math.max(documents.statusCode(), status.statusCode()));
        }
        try {
            return ManagementAnswers.read(documents.body(), status.body(), resource);
        } catch (JsonProcessingException e) {
            return new Silent("its management port answers something else than JSON");
        }
    }

    /** In words that stay the same from one try to the next, because they end up in the status. */
    private Answer silence(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Silent(
                switch (cause) {
                    case HttpTimeoutException e -> "its management port " + port + " does not answer in time";
                    case ConnectException e -> "nothing listens on its management port " + port;
                    default -> "the connection to its management port " + port + " broke";
                });
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
