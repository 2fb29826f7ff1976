package dev.weir.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Web clients that read the beginning of a topic over and over, half of them compressed, until closed. */
final class WebReaders implements AutoCloseable {
    private static final int MESSAGES = 200;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final URI topic;
    private volatile boolean closing;

    private WebReaders(URI topic) {
        this.topic = topic;
    }

    static WebReaders start(String web, String topic, int count) {
        var readers = new WebReaders(
                URI.create(web + "/topics/" + topic + "/messages?from=historical&format=ndjson&limit=" + MESSAGES));
        for (int i = 0; i < count; i++) {
            String coding = i % 2 == 0 ? "gzip" : "identity";
            readers.threads.execute(() -> readers.readOn(coding));
        }
        return readers;
    }

    /** How often one of them had it all. */
    int rounds() {
        return rounds.get();
    }

    /** How often one of them did not. */
    int failures() {
        return failures.get();
    }

    private void readOn(String coding) {
        var request =
                HttpRequest.newBuilder(topic).header("Accept-Encoding", coding).build();
        while (!closing) {
            try {
                HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
                try (InputStream body = answer.body()) {
                    body.transferTo(OutputStream.nullOutputStream());
                }
                (answer.statusCode() == 200 ? rounds : failures).incrementAndGet();
            } catch (IOException e) {
                if (!closing) {
                    failures.incrementAndGet();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        client.shutdownNow();
        threads.shutdownNow();
        threads.close();
    }
}
