package dev.weir.dataplane.http.proxy;

import dev.weir.api.Compression;
import dev.weir.api.ContentCoding;
import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpRoute;
import dev.weir.api.Problem;
import dev.weir.api.PurgeAccess;
import dev.weir.api.Quantities;
import dev.weir.api.TokenReference;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.http.coding.Library;
import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.origin.Origin;
import dev.weir.dataplane.http.origin.OriginSettings;
import dev.weir.dataplane.http.origin.Origins;
import dev.weir.dataplane.http.purge.PurgeOrder;
import dev.weir.dataplane.http.purge.Purgeable;
import dev.weir.dataplane.http.purge.Purging;
import dev.weir.dataplane.http.server.HttpServer;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.http.store.Bucket;
import dev.weir.dataplane.http.store.Store;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.workload.CertificateStatus;
import dev.weir.dataplane.workload.ListenerTlsFiles;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.Preparation;
import dev.weir.dataplane.workload.WorkloadContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP cache, from when it is opened to when it is closed, through all changes of its document. */
final class HttpCacheSite implements Purgeable {
    private static final Duration CERTIFICATE_INTERVAL = Duration.ofSeconds(5);

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("weir-http-files").factory());
    private final WorkloadContext context;
    private final Purging purging;
    private final Store store;
    private final Origins origins;
    private final Exchanges exchanges;
    /** By the name of their route; of the documents thread. */
    private Map<String, Opened> opened = Map.of();

    private @Nullable AccessLog accessLog;
    private volatile @Nullable ServerTls tls;
    private volatile @Nullable TokenReference token;
    private volatile boolean serving;
    private volatile boolean warm;

    private record Opened(OriginSettings settings, Origin origin) {}

    HttpCacheSite(WorkloadContext context, Purging purging) {
        this.context = context;
        this.purging = purging;
        this.store = new Store(context.meters(), context.clock());
        this.origins = new Origins(context.eventLoops(), context.meters(), context.clock());
        this.exchanges = new Exchanges(context.clock(), new Budget(0));
        exchanges.register(context.meters());
        worker.scheduleWithFixedDelay(
                this::refreshCertificates,
                CERTIFICATE_INTERVAL.toMillis(),
                CERTIFICATE_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    Preparation prepare(HttpCacheSpec spec, Ports ports) {
        var problems = new ArrayList<Problem>();
        Map<String, Opened> next = openOrigins(spec, problems);
        codingsAreThere(spec, problems);
        ListenerTlsFiles.Outcome secured = ListenerTlsFiles.open(
                spec.listeners().http().tls(),
                "spec.listeners.http.tls",
                ServerSettings.protocols(spec.listeners().http().http2()),
                context.secrets(),
                tls);
        problems.addAll(secured.problems());
        var server =
                new HttpServer(Listening.settings(spec, secured.tls(), context.clock()), context.meters(), this::visit);
        int port = spec.listeners().http().port();
        if (ports.claim("http", port, Listening.options(spec), server) instanceof Claim.Unavailable unavailable) {
            problems.add(Problem.at("spec.listeners.http.port", unavailable.message(), unavailable.advice()));
        }
        if (!problems.isEmpty()) {
            closeOthers(next, opened);
            return new Preparation.Refused(problems);
        }
        return new Change(spec, next, secured.tls());
    }

    /** Those that are open already where nothing changed, and new ones. */
    private Map<String, Opened> openOrigins(HttpCacheSpec spec, List<Problem> problems) {
        var connections = new OriginConnections(context.secrets(), problems);
        var next = new HashMap<String, Opened>();
        for (int i = 0; i < spec.routes().size(); i++) {
            HttpRoute route = spec.routes().get(i);
            String path = "spec.routes[" + i + "].origin";
            OriginSettings settings = connections.settings(route.origin(), path);
            Opened same = opened.get(route.name());
            try {
                next.put(
                        route.name(),
                        same != null && same.settings().equals(settings)
                                ? same
                                : new Opened(settings, origins.open(route.name(), settings)));
            } catch (IOException e) {
                String what = "connections cannot be secured: " + e.getMessage();
                problems.add(
                        Problem.at(path + ".tls", what, "put certificates, and keys that are not encrypted, in PEM"));
            }
        }
        return next;
    }

    /** What is asked for by name must be there; of the usual codings those are used that are. */
    private static void codingsAreThere(HttpCacheSpec spec, List<Problem> problems) {
        for (int i = 0; i < spec.routes().size(); i++) {
            Compression compress = spec.routes().get(i).cache().compress();
            List<ContentCoding> codings = compress == null ? null : compress.codings();
            for (int j = 0; codings != null && j < codings.size(); j++) {
                String why = Library.of(CachePolicies.coding(codings.get(j))).unavailable();
                if (why != null) {
                    problems.add(Problem.at(
                            "spec.routes[" + i + "].cache.compress.codings[" + j + "]",
                            "is not there on this machine: " + why,
                            "leave it out"));
                }
            }
        }
    }

    private static void closeOthers(Map<String, Opened> some, Map<String, Opened> but) {
        some.forEach((route, origin) -> {
            if (!origin.equals(but.get(route))) {
                origin.origin().close();
            }
        });
    }

    private void visit(ClientExchange client) {
        RequestLine line = RequestLine.of(client.head());
        Route route = exchanges.routes().find(line);
        if (route == null) {
            String reason = "no route takes " + line.method() + " " + line.path()
                    + (line.host().isEmpty() ? "" : " of " + line.host());
            ErrorAnswer.answer(client.response(), client.head(), 404, reason, "weir; detail=no-route");
        } else {
            new Visit(exchanges, route, client).begin();
        }
    }

    private final class Change implements Preparation.Ready {
        private final HttpCacheSpec spec;
        private final Map<String, Opened> next;

        private final @Nullable ServerTls nextTls;

        private Change(HttpCacheSpec spec, Map<String, Opened> next, @Nullable ServerTls nextTls) {
            this.spec = spec;
            this.next = next;
            this.nextTls = nextTls;
        }

        @Override
        public void commit() {
            Map<String, Opened> before = opened;
            opened = next;
            tls = nextTls;
            exchanges.budget().limit(Quantities.bytes(spec.limits().bufferedBytes()));
            exchanges.use(table(spec, next), log(spec));
            PurgeAccess access = spec.management().purge();
            token = access == null ? null : access.tokenSecretRef();
            purging.add(context.document().name(), HttpCacheSite.this);
            closeOthers(before, next);
            serving = true;
        }

        @Override
        public void abort() {
            closeOthers(next, opened);
        }
    }

    private RouteTable table(HttpCacheSpec spec, Map<String, Opened> origin) {
        var builder = new RouteBuilder(spec, store, context.dataDirectory(), context.meters());
        var routes = new ArrayList<Route>();
        var buckets = new HashSet<String>();
        for (HttpRoute route : spec.routes()) {
            Opened of = origin.get(route.name());
            if (of != null) {
                routes.add(builder.route(route, of.origin()));
                buckets.add(RouteBuilder.bucket(route));
            }
        }
        store.keepOnly(buckets);
        return new RouteTable(routes);
    }

    private Visited log(HttpCacheSpec spec) {
        AccessLog present = accessLog;
        if (!spec.telemetry().accessLog().enabled()) {
            if (present != null) {
                present.close();
            }
            accessLog = null;
            return Visited.UNSEEN;
        }
        AccessLog log = present == null ? AccessLog.open(context.document(), context.meters()) : present;
        accessLog = log;
        return log;
    }

    @Override
    public @Nullable String token() {
        TokenReference reference = token;
        if (reference == null
                || !(context.secrets().find(reference.name(), reference.key()) instanceof Secrets.Found found)) {
            return null;
        }
        try {
            String text = new String(Secrets.read(found), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public long purge(PurgeOrder order) {
        return exchanges.purge(order);
    }

    private void refreshCertificates() {
        ServerTls current = tls;
        if (current != null) {
            current.refresh();
        }
    }

    /** Why no client should come yet, null when they may. Who came now would have the origin asked for all there is. */
    @Nullable
    String unready() {
        if (!serving) {
            return "it is being opened";
        }
        if (!warm) {
            warm = exchanges.routes().routes().stream()
                    .noneMatch(route -> route.bucket().report().isBeingTakenUp());
        }
        return warm ? null : "what is cached on disk is being taken up";
    }

    Map<String, Object> status() {
        return report().told();
    }

    private HttpCacheReport report() {
        List<Route> routes = exchanges.routes().routes();
        ServerTls current = tls;
        double hits = 0;
        double requests = 0;
        for (Route route : routes) {
            hits += route.meters().count(Outcome.HIT, Outcome.STALE, Outcome.COLLAPSED, Outcome.REVALIDATED);
            requests += route.meters().count(Outcome.values());
        }
        return new HttpCacheReport(
                routes.stream()
                        .map(route -> new HttpCacheReport.OfRoute(
                                route.name(),
                                route.origin().servers(),
                                route.origin().secretsProblem()))
                        .toList(),
                current == null ? null : CertificateStatus.of(current),
                routes.stream()
                        .map(Route::bucket)
                        .distinct()
                        .map(Bucket::report)
                        .toList(),
                (long) hits,
                (long) requests);
    }

    /** Connections of clients are gone by now. */
    void close() {
        worker.shutdownNow();
        purging.remove(context.document().name());
        opened.values().forEach(each -> each.origin().close());
        origins.close();
        store.close();
        AccessLog log = accessLog;
        if (log != null) {
            log.close();
        }
    }
}
