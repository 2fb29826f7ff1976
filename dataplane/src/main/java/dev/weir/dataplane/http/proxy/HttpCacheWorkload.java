package dev.weir.dataplane.http.proxy;

import dev.weir.api.HttpRoute;
import dev.weir.api.Problem;
import dev.weir.api.document.HttpCacheDocument;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.http.Answer;
import dev.weir.dataplane.net.http.HttpAnswers;
import dev.weir.dataplane.net.http.HttpBounds;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.Preparation;
import dev.weir.dataplane.workload.Workload;
import dev.weir.dataplane.workload.WorkloadContext;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a {@code HttpCache}: one listener, and the routes of the document as it is now. */
public final class HttpCacheWorkload implements Workload<HttpCacheDocument> {
    private volatile RouteTable routes = new RouteTable(List.of());

    public HttpCacheWorkload(WorkloadContext context) {}

    @Override
    public Preparation prepare(HttpCacheDocument document, Ports ports) {
        int port = document.spec().listeners().http().port();
        Claim claim = ports.claim(
                "http",
                port,
                ListenerOptions.DEFAULT,
                connection -> HttpAnswers.serve(connection, HttpBounds.DEFAULT, this::answer));
        return switch (claim) {
            case Claim.Claimed claimed ->
                new Change(new RouteTable(document.spec().routes()));
            case Claim.Unavailable unavailable ->
                new Preparation.Refused(
                        List.of(Problem.at("spec.listeners.http.port", unavailable.message(), unavailable.advice())));
        };
    }

    private Answer answer(HttpRequest request) {
        RequestLine line = RequestLine.of(request);
        Optional<HttpRoute> route = routes.find(line);
        if (route.isEmpty()) {
            return Answer.error(404, "no route matches " + line.method() + " " + line.path());
        }
        String name = route.get().name();
        return Answer.error(503, "route " + name + " matches, but forwarding to origins is not in this version");
    }

    @Override
    public Optional<String> unready() {
        return Optional.empty();
    }

    @Override
    public Map<String, Object> status() {
        return Map.of();
    }

    @Override
    public void stop(Duration grace) {
        // its connections are all it has, and they are closed
    }

    private final class Change implements Preparation.Ready {
        private final RouteTable next;

        private Change(RouteTable next) {
            this.next = next;
        }

        @Override
        public void commit() {
            routes = next;
        }

        @Override
        public void abort() {
            // nothing but the table was made
        }
    }
}
