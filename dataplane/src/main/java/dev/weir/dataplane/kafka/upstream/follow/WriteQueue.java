package dev.weir.dataplane.kafka.upstream.follow;

import dev.weir.dataplane.kafka.upstream.connection.NetworkThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.kafka.common.network.NetworkReceive;
import org.jspecify.annotations.Nullable;

/** Writes the responses of one broker, one after the other, on the executor; the rest is the network thread's. */
final class WriteQueue {
    private final Executor writers;
    private final NetworkThread thread;
    private final Consumer<List<Written>> done;
    private final Deque<Response> waiting = new ArrayDeque<>();
    private boolean busy;

    /** What became of one partition's part. */
    record Written(Fetched fetched, @Nullable Exception failure) {}

    private record Response(List<Fetched> parts, NetworkReceive memory) {}

    WriteQueue(Executor writers, NetworkThread thread, Consumer<List<Written>> done) {
        this.writers = writers;
        this.thread = thread;
        this.done = done;
    }

    /** Responses not yet written. */
    int size() {
        return waiting.size() + (busy ? 1 : 0);
    }

    /** The memory is closed when all of it is written. */
    void add(List<Fetched> parts, NetworkReceive memory) {
        parts.forEach(part -> part.partition().writeBegun());
        waiting.add(new Response(parts, memory));
        next();
    }

    private void next() {
        Response response = busy ? null : waiting.poll();
        if (response != null) {
            busy = true;
            writers.execute(() -> write(response));
        }
    }

    private void write(Response response) {
        List<Written> results = new ArrayList<>(response.parts.size());
        try {
            response.parts.forEach(part -> results.add(new Written(part, part.write())));
        } finally {
            close(response.memory);
            thread.execute(() -> written(results));
        }
    }

    private void written(List<Written> results) {
        busy = false;
        results.forEach(result -> result.fetched.partition().writeEnded());
        next();
        done.accept(results);
    }

    private static void close(NetworkReceive memory) {
        try {
            memory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
