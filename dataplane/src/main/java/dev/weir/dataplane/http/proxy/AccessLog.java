package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.workload.DocumentId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log line for each request, written on a thread of its own: a terminal or a pipe that takes nothing holds up no
 * event loop. Lines that come faster than they are written are left out, and counted.
 */
final class AccessLog implements Visited, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("dev.weir.access");
    private static final int WAITING_MAX = 10_000;

    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final DocumentId document;
    private final Counter dropped;
    private final Thread writer;

    private record Line(
            String client,
            String method,
            String url,
            String protocol,
            int status,
            long bytes,
            String route,
            Outcome outcome,
            Duration time) {}

    private AccessLog(DocumentId document, MeterRegistry meters) {
        this.document = document;
        this.dropped = meters.counter("weir.http.access.log.dropped");
        this.writer = Thread.ofPlatform().name("weir-access-log").daemon().unstarted(this::write);
    }

    static AccessLog open(DocumentId document, MeterRegistry meters) {
        var opened = new AccessLog(document, meters);
        opened.writer.start();
        return opened;
    }

    @Override
    public void answered(
            ClientExchange client, String route, int status, long sentBytes, Outcome outcome, long startedNanos) {
        var line = new Line(
                client.peer().address().getHostString(),
                client.head().method(),
                client.head().uri().toString(),
                client.peer().protocol(),
                status,
                sentBytes,
                route,
                outcome,
                Duration.ofNanos(System.nanoTime() - startedNanos));
        if (!waiting.offer(line)) {
            dropped.increment();
        }
    }

    private void write() {
        try {
            while (true) {
                write(waiting.take());
            }
        } catch (InterruptedException e) {
            for (Line left = waiting.poll(); left != null; left = waiting.poll()) {
                write(left);
            }
        }
    }

    private void write(Line line) {
        log.atInfo()
                .addKeyValue(LogKey.DOCUMENT, document)
                .addKeyValue(LogKey.REMOTE, line.client())
                .addKeyValue(LogKey.METHOD, line.method())
                .addKeyValue(LogKey.URL, line.url())
                .addKeyValue(LogKey.PROTOCOL, line.protocol())
                .addKeyValue(LogKey.STATUS, line.status())
                .addKeyValue(LogKey.BYTES, line.bytes())
                .addKeyValue(LogKey.ROUTE, line.route())
                .addKeyValue(LogKey.OUTCOME, line.outcome().tag())
                .addKeyValue(LogKey.DURATION_MILLIS, line.time().toMillis())
                .log("Request");
    }

    @Override
    public void close() {
        writer.interrupt();
    }
}
