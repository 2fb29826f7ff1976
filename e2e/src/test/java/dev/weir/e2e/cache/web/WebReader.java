package dev.weir.e2e.cache.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic by server-sent events as a browser does, except that its connections break by themselves, and that it
 * may be slow. What it has read is what its events said, once for each time they were sent.
 */
public final class WebReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an event said. */
    public record Told(
            int partition,
            long offset,
            @Nullable String key,
            @Nullable String value) {
        static final Comparator<Told> BY_OFFSET = Comparator.comparingLong(Told::offset);

        /** As it is written in events and lines. */
        public static Told of(JsonNode message) {
            return new Told(
                    message.get("partition").asInt(),
                    message.get("offset").asLong(),
                    message.has("key") ? message.get("key").asText() : null,
                    message.has("tombstone") ? null : message.get("text").asText());
        }
    }

    private final List<URI> topic;
    private final Random random;
    private final Predicate<Told> counts;
    private final List<Told> read = new ArrayList<>();
    private String lastEventId = "";
    private int connections;
    private int counted;

    /**
     * Does nothing yet.
     *
     * @param topic the same one at each pod
     * @param random says when it disconnects, how slow it is, and which pod it comes back to
     * @param counts which messages count for the end
     */
    public WebReader(List<URI> topic, Random random, Predicate<Told> counts) {
        this.topic = topic;
        this.random = random;
        this.counts = counts;
    }

    /** All that was read, as it came, by partition. */
    public Map<Integer, List<Told>> read() {
        return read.stream().collect(Collectors.groupingBy(Told::partition));
    }

    public int connections() {
        return connections;
    }

    /** Reads until it has so many of those that count, however often it must come back. */
    public void readUntil(int count) throws InterruptedException {
        long deadline = System.nanoTime() + 4 * Patience.LIMIT.toNanos();
        while (counted < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + connections + " connections it has " + read.size()
                        + " messages, and " + counted + " of the " + count + " that count");
            }
            try (HttpClient client = HttpClient.newHttpClient()) {
                connect(client, count);
                client.shutdownNow();
            } catch (IOException e) {
                Thread.sleep(100); // as browsers do, who wait for seconds
            }
        }
    }

    private void connect(HttpClient client, int count) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(topic.get(random.nextInt(topic.size()))).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                String problem = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                if (answer.statusCode() == 503) {
                    throw new IOException(problem);
                }
                throw new AssertionError(problem);
            }
            connections++;
            int patience = 1 + random.nextInt(500);
            var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            for (int i = 0; i < patience && counted < count; i++) {
                if (!event(lines)) {
                    return;
                }
                if (random.nextInt(200) == 0) {
                    Thread.sleep(random.nextInt(50)); // it is slow
                }
            }
        }
    }

    /** Takes an event whole or not at all. False at the end of the stream. */
    private boolean event(BufferedReader lines) throws IOException {
        String id = lastEventId;
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                lastEventId = id;
                if (!data.isEmpty()) {
                    take(JSON.readTree(data.toString()));
                }
                return true;
            }
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            } else if (line.equals("event: gap") || line.equals("event: problem")) {
                throw new AssertionError(line + " " + lines.readLine());
            }
        }
        return false;
    }

    private void take(JsonNode message) {
        if (message.has("offset")) {
            Told told = Told.of(message);
            read.add(told);
            counted += counts.test(told) ? 1 : 0;
        }
    }
}
