package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.Transport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An origin client on event loops of its own, with what tests ask of it. */
final class OriginBench implements AutoCloseable {
    /** Long enough for whatever is to happen in a test. */
    static final Duration LONG = Duration.ofMinutes(5);

    /** So short that it is over before long. */
    static final Duration SHORT = Duration.ofMillis(100);

    final EventLoops loops = EventLoops.open(Transport.EPOLL.orFallback(), "origin-test", 2);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Origins origins = new Origins(loops, meters, InstantSource.system());
    final EventLoop loop = (EventLoop) loops.group().iterator().next();

    static OriginSettings settings(URI... urls) {
        return new OriginSettings(
                List.of(urls),
                OriginSettings.Protocol.HTTP1,
                null,
                new OriginSettings.Timeouts(LONG, LONG, LONG, LONG),
                0,
                new OriginSettings.Connections(16, 64, LONG),
                new OriginSettings.Bounds(1_024, 8_192),
                LONG);
    }

    Origin open(OriginSettings settings) {
        try {
            return origins.open("shop", settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Origin open(URI... urls) {
        return open(settings(urls));
    }

    static OriginRequest get(String target) {
        return request("GET", target, FieldList.EMPTY, TestUpload.NONE);
    }

    static OriginRequest request(String method, String target, FieldList fields, Upload content) {
        boolean idempotent = !method.equals("POST") && !method.equals("PATCH");
        return new OriginRequest(method, target, "shop.example", fields, content, null, idempotent);
    }

    RecordedAnswer send(Origin origin, OriginRequest request) {
        return sendOn(loop, origin, request).answer();
    }

    RecordedAnswer get(Origin origin, String target) {
        return send(origin, get(target)).awaitEnd();
    }

    /** A request under way. */
    record Sent(RecordedAnswer answer, OriginCall call, EventLoop loop) {
        void flow(boolean on) {
            loop.execute(() -> call.flow(on));
        }

        void cancel() {
            loop.submit(call::cancel).syncUninterruptibly();
        }
    }

    Sent sendOn(EventLoop on, Origin origin, OriginRequest request) {
        return sendOn(on, origin, request, new RecordedAnswer());
    }

    Sent sendOn(EventLoop on, Origin origin, OriginRequest request, RecordedAnswer answer) {
        var call = new CompletableFuture<OriginCall>();
        on.execute(() -> {
            OriginCall sent = origin.send(request, answer, on);
            answer.call = sent;
            call.complete(sent);
        });
        return new Sent(answer, call.join(), on);
    }

    static OriginSettings timeouts(OriginSettings of, Duration connect, Duration firstByte, Duration idle) {
        return new OriginSettings(
                of.urls(),
                of.protocol(),
                of.tls(),
                new OriginSettings.Timeouts(
                        connect, firstByte, idle, of.timeouts().expectation()),
                of.retries(),
                of.connections(),
                of.bounds(),
                of.probe());
    }

    static OriginSettings expectation(OriginSettings of, Duration expectation) {
        OriginSettings.Timeouts timeouts = of.timeouts();
        return new OriginSettings(
                of.urls(),
                of.protocol(),
                of.tls(),
                new OriginSettings.Timeouts(timeouts.connect(), timeouts.firstByte(), timeouts.idle(), expectation),
                of.retries(),
                of.connections(),
                of.bounds(),
                of.probe());
    }

    static OriginSettings connections(OriginSettings of, int max, int waitingMax, Duration idle) {
        return new OriginSettings(
                of.urls(),
                of.protocol(),
                of.tls(),
                of.timeouts(),
                of.retries(),
                new OriginSettings.Connections(max, waitingMax, idle),
                of.bounds(),
                of.probe());
    }

    static OriginSettings retries(OriginSettings of, int retries) {
        return new OriginSettings(
                of.urls(), of.protocol(), of.tls(), of.timeouts(), retries, of.connections(), of.bounds(), of.probe());
    }

    static OriginSettings http2(OriginSettings of) {
        return new OriginSettings(
                of.urls(),
                OriginSettings.Protocol.HTTP2,
                of.tls(),
                of.timeouts(),
                of.retries(),
                of.connections(),
                of.bounds(),
                of.probe());
    }

    static OriginSettings tls(OriginSettings of, @Nullable OriginTls tls) {
        return new OriginSettings(
                of.urls(), of.protocol(), tls, of.timeouts(), of.retries(), of.connections(), of.bounds(), of.probe());
    }

    static OriginSettings probe(OriginSettings of, Duration probe) {
        return new OriginSettings(
                of.urls(), of.protocol(), of.tls(), of.timeouts(), of.retries(), of.connections(), of.bounds(), probe);
    }

    @Override
    public void close() {
        origins.close();
        loops.close();
    }
}
