package dev.weir.dataplane.kafka;

import dev.weir.api.AdvertisedAddress;
import dev.weir.api.DefaultOffset;
import dev.weir.api.Glob;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.TopicOptions;
import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.log.LogStoreSettings;
import dev.weir.dataplane.kafka.placement.Peers;
import dev.weir.dataplane.kafka.upstream.cluster.Change;
import dev.weir.dataplane.kafka.upstream.cluster.KafkaUpstreams;
import dev.weir.dataplane.kafka.upstream.cluster.UpstreamsContext;
import dev.weir.dataplane.kafka.web.TopicDefaults;
import dev.weir.dataplane.kafka.web.WebFront;
import dev.weir.dataplane.kafka.web.read.Start;
import dev.weir.dataplane.kafka.wire.FrontSettings;
import dev.weir.dataplane.kafka.wire.KafkaFront;
import dev.weir.dataplane.kafka.wire.cluster.AdvertisedAs;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.workload.ListenerTlsFiles;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.Preparation;
import dev.weir.dataplane.workload.WorkloadContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one Kafka cache, put together: logs, upstreams, placement and the front. */
final class KafkaCache {
    private static final Logger log = LoggerFactory.getLogger(KafkaCache.class);
    private static final int DISK_THREADS = 4;
    private static final Duration CERTIFICATE_INTERVAL = Duration.ofSeconds(5);

    private final WorkloadContext context;
    private final LogStore store;
    private final KafkaUpstreams upstreams;
    private final PodLayout pods;
    private final KafkaFront front;
    private final WebFront web;
    private final WebSide webSide;
    private final KafkaCacheStatus status;
    private final ExecutorService disk;
    private final ScheduledFuture<?> certificates;
    private volatile AdvertisedAs advertised = AdvertisedAs.AS_CONNECTED;
    private volatile @Nullable ServerTls tls;
    private volatile boolean partitionMetrics;
    private volatile List<TopicOptions> topics = List.of();
    private volatile boolean serving;

    private KafkaCache(WorkloadContext context, LogStore store, PodLayout pods) {
        this.context = context;
        this.store = store;
        this.pods = pods;
        var placement = pods.placement();
        upstreams = KafkaUpstreams.open(new UpstreamsContext(
                store,
                context.dataDirectory(),
                context.secrets(),
                placement::owns,
                Time.SYSTEM,
                context.clock(),
                context.meters()));
        placement.onChange(upstreams::ownershipChanged);
        disk = Executors.newFixedThreadPool(
                DISK_THREADS,
                Thread.ofPlatform().daemon().name("weir-search-", 0).factory());
        front = new KafkaFront(
                FrontSettings.DEFAULT,
                new KafkaFront.Parts(
                        upstreams,
                        placement,
                        (pod, client) -> advertised.endpoint(pod, client),
                        disk,
                        () -> {
                            ServerTls current = tls;
                            return current == null ? null : current.context();
                        },
                        context.clock(),
                        context.meters(),
                        () -> partitionMetrics));
        store.addListener(front.appends());
        web = new WebFront(
                upstreams,
                this::defaults,
                upstreams::client,
                context.dataDirectory().resolve("staged"),
                context.meters());
        web.listeners().forEach(store::addListener);
        webSide = new WebSide(context, web);
        status = new KafkaCacheStatus(upstreams, placement, store, () -> tls, webSide);
        status.register(context.meters());
        certificates = context.eventLoops()
                .group()
                .scheduleWithFixedDelay(
                        () -> disk.execute(this::refreshCertificates),
                        CERTIFICATE_INTERVAL.toMillis(),
                        CERTIFICATE_INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Opens what is cached; recovers it first where a process before was not stopped. */
    static KafkaCache open(WorkloadContext context, @Nullable Peers peers, KafkaCacheBindingSpec spec)
            throws IOException {
        var settings = LogStoreSettings.DEFAULTS
                .withBytesMax(Quantities.bytes(spec.storage().size()))
                .withPartitionMetrics(spec.telemetry().partitionMetrics());
        LogStore store = LogStore.open(context.dataDirectory().resolve("log"), settings, Time.SYSTEM, context.meters());
        log.atInfo()
                .addKeyValue(LogKey.DOCUMENT, context.document())
                .addKeyValue(LogKey.PARTITIONS, store.recovery().partitions())
                .addKeyValue(LogKey.DURATION_MILLIS, store.recovery().took().toMillis())
                .log("What is cached is open");
        return new KafkaCache(context, store, new PodLayout(peers, spec));
    }

    Preparation prepare(KafkaCacheBindingSpec spec, Ports ports) {
        List<Problem> problems = new ArrayList<>(pods.problems(spec));
        ListenerTlsFiles.Outcome secured = ListenerTlsFiles.open(
                spec.listeners().kafka().tls(), "spec.listeners.kafka.tls", List.of(), context.secrets(), tls);
        problems.addAll(secured.problems());
        Claim claim = ports.claim("kafka", spec.listeners().kafka().port(), ListenerOptions.DEFAULT, front);
        if (claim instanceof Claim.Unavailable unavailable) {
            problems.add(Problem.at("spec.listeners.kafka.port", unavailable.message(), unavailable.advice()));
        }
        WebSide.Next nextWeb = webSide.prepare(spec, ports);
        problems.addAll(nextWeb.problems());
        Change change = upstreams.prepare(spec);
        return switch (change) {
            case Change.Refused refused -> {
                problems.addAll(refused.problems());
                yield new Preparation.Refused(problems);
            }
            case Change.Ready ready
            when !problems.isEmpty() -> {
                ready.abort();
                yield new Preparation.Refused(problems);
            }
            case Change.Ready ready -> new Prepared(spec, ready, secured.tls(), nextWeb);
        };
    }

    private final class Prepared implements Preparation.Ready {
        private final KafkaCacheBindingSpec spec;
        private final Change.Ready change;
        private final @Nullable ServerTls nextTls;
        private final WebSide.Next nextWeb;

        private Prepared(
                KafkaCacheBindingSpec spec, Change.Ready change, @Nullable ServerTls nextTls, WebSide.Next nextWeb) {
            this.spec = spec;
            this.change = change;
            this.nextTls = nextTls;
            this.nextWeb = nextWeb;
        }

        @Override
        public void commit() {
            AdvertisedAddress address = spec.listeners().kafka().advertised();
            advertised = address == null
                    ? AdvertisedAs.AS_CONNECTED
                    : new AdvertisedAs(address.host(), address.port() == null ? 0 : address.port());
            tls = nextTls;
            store.limit(Quantities.bytes(spec.storage().size()));
            store.meterPartitions(spec.telemetry().partitionMetrics());
            partitionMetrics = spec.telemetry().partitionMetrics();
            topics = spec.topics();
            nextWeb.commit();
            pods.apply(spec);
            change.commit();
            serving = true;
        }

        @Override
        public void abort() {
            change.abort();
        }
    }

    private void refreshCertificates() {
        ServerTls current = tls;
        if (current != null) {
            current.refresh();
        }
        webSide.refresh();
    }

    private TopicDefaults defaults(String topic) {
        for (TopicOptions options : topics) {
            if (Glob.of(options.name()).matches(topic)) {
                boolean live = options.defaultOffset() == DefaultOffset.LIVE;
                return new TopicDefaults(live ? new Start.Live() : new Start.Historical(), options.contentType());
            }
        }
        return TopicDefaults.NONE;
    }

    /** A document was committed, so clients are served. */
    boolean serves() {
        return serving;
    }

    Map<String, Object> status() {
        return status.now().told();
    }

    /** Connections are gone by now. */
    void close() throws IOException {
        certificates.cancel(false);
        web.close();
        webSide.close();
        upstreams.close();
        pods.close();
        disk.shutdownNow();
        store.close();
    }
}
