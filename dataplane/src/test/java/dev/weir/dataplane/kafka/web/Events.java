package dev.weir.dataplane.kafka.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Server-sent events as a browser reads them. */
final class Events implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final InputStream stream;
    private final BufferedReader lines;
    private String id;

    record Event(String name, String data) {}

    Events(TestWeb web, String target, String lastEventId) throws IOException {
        this(web, target, lastEventId, "");
    }

    /** @param token that is shown, if any */
    Events(TestWeb web, String target, String lastEventId, String token) throws IOException {
        id = lastEventId;
        HttpRequest.Builder request = HttpRequest.newBuilder(web.uri(target)).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IOException(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            stream = answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** The next event; ids without data are taken note of. */
    Event next() throws IOException {
        String name = "message";
        var data = new StringBuilder();
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, data.toString());
                }
                name = "message";
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
    }

    /** Whether it ends here, as it should. */
    boolean isOver() throws IOException {
        return lines.readLine() == null;
    }

    /** The next thing is no event, and says how far the reader is all the same. */
    String heartbeat() throws IOException {
        String before = id;
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (!line.startsWith(":")) {
                throw new IOException("no heartbeat after " + before + ": " + line);
            }
        }
        return id;
    }

    /** Of the last event. */
    String id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        client.shutdownNow();
    }
}
