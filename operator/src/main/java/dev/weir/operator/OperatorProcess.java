package dev.weir.operator;

import static java.util.stream.Collectors.joining;

import dev.weir.operator.acknowledgement.Pods;
import dev.weir.operator.apply.Applier;
import dev.weir.operator.httpcache.HttpCacheReconciler;
import dev.weir.operator.kafkacachebinding.KafkaCacheBindingReconciler;
import dev.weir.operator.logging.LogKey;
import dev.weir.operator.management.ManagementServer;
import dev.weir.operator.metrics.OperatorMetrics;
import dev.weir.operator.reconciliation.ClusterPlatform;
import dev.weir.operator.reconciliation.Reconciliation.Surroundings;
import dev.weir.operator.workload.PodSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs, from {@link #start} to {@link #close}. */
final class OperatorProcess implements AutoCloseable {
    static final String LEASE = "weir-operator";
    private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);
    private static final Duration FINISHING = Duration.ofSeconds(10);
    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofSeconds(30);
    private static final double RETRY_GROWTH = 1.5;

    /** A third for each of three tries before another may take the lease. */
    private static final int TRIES = 3;

    private final Settings settings;
    private final KubernetesClient client;
    private final Runnable leaseLost;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(meters);
    private final ThreadPoolExecutor reconciling;
    private final Pods pods;
    private final Operator operator;
    private final ManagementServer management;
    private volatile boolean leading;
    private volatile boolean stopping;

    /**
     * Puts everything together, and opens the management port.
     *
     * @param leaseLost called when another operator may have taken over: nothing must be written any more
     */
    OperatorProcess(Settings settings, KubernetesClient client, InstantSource clock, Runnable leaseLost)
            throws IOException {
        this.settings = settings;
        this.client = client;
        this.leaseLost = leaseLost;
        this.reconciling = new ThreadPoolExecutor(
                settings.threads(), settings.threads(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.pods = new Pods(settings.podManagementPort());
        this.operator = new Operator(this::configure);
        bindProcessMeters();
        var surroundings = new Surroundings(
                client,
                new PodSettings(settings.dataplaneImage(), settings.podManagementPort(), settings.operatorNamespace()),
                new ClusterPlatform(client, clock),
                pods,
                metrics,
                clock,
                settings.poll(),
                settings.identity());
        operator.register(new KafkaCacheBindingReconciler(surroundings), this::configure);
        operator.register(new HttpCacheReconciler(surroundings), this::configure);
        this.management = new ManagementServer(settings.port(), this::unready, meters::scrape);
    }

    void start() {
        log.atInfo()
                .addKeyValue(LogKey.IDENTITY, settings.identity())
                .addKeyValue(
                        LogKey.NAMESPACES,
                        settings.namespaces().isEmpty() ? "all" : String.join(",", settings.namespaces()))
                .addKeyValue(LogKey.ADDRESS, client.getMasterUrl())
                .log("The operator starts");
        operator.start();
        if (!settings.leaderElection()) {
            leading = true;
        }
    }

    /** The port that health and metrics are told on. */
    int port() {
        return management.port();
    }

    private void configure(ConfigurationServiceOverrider configuration) {
        configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(reconciling)
                .withReconciliationTerminationTimeout(FINISHING)
                .withMetrics(metrics);
        if (settings.leaderElection()) {
            configuration.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                            .withLeaseNamespace(settings.operatorNamespace())
                            .withIdentity(settings.identity())
                            .withLeaseDuration(settings.lease())
                            .withRenewDeadline(settings.lease().multipliedBy(2).dividedBy(TRIES))
                            .withRetryPeriod(settings.lease().dividedBy(TRIES * 2))
                            .withExitOnStopLeading(false)
                            .withLeaderCallbacks(new LeaderCallbacks(this::leads, this::leadsNoMore, this::leaderIs))
                            .build());
        }
    }

    private <R extends HasMetadata> void configure(ControllerConfigurationOverrider<R> configuration) {
        configuration
                .withFieldManager(Applier.FIELD_MANAGER)
                .withRetry(new GenericRetry()
                        .setInitialInterval(RETRY_FIRST)
                        .setIntervalMultiplier(RETRY_GROWTH)
                        .setMaxInterval(RETRY_MAX.toMillis())
                        .withoutMaxAttempts());
        if (settings.namespaces().isEmpty()) {
            configuration.watchingAllNamespaces();
        } else {
            configuration.settingNamespaces(settings.namespaces());
        }
    }

    private void leads() {
        leading = true;
        log.atInfo().addKeyValue(LogKey.IDENTITY, settings.identity()).log("This operator leads");
    }

    private void leadsNoMore() {
        boolean lost = leading && !stopping;
        leading = false;
        if (lost) {
            log.atError()
                    .addKeyValue(LogKey.IDENTITY, settings.identity())
                    .log("The lease is lost: this operator stops at once, so that there are never two");
            leaseLost.run();
        }
    }

    private void leaderIs(String identity) {
        log.atInfo().addKeyValue(LogKey.IDENTITY, identity).log("The operator that leads");
    }

    /** One that stands by is ready: it takes over when it must. */
    private Optional<String> unready() {
        if (stopping) {
            return Optional.of("it is stopping");
        }
        if (!leading) {
            return Optional.empty();
        }
        if (!operator.getRuntimeInfo().isStarted()) {
            return Optional.of("it is only just starting to lead");
        }
        String deaf = operator.getRuntimeInfo().unhealthyEventSources().entrySet().stream()
                .filter(controller -> !controller.getValue().isEmpty())
                .map(controller -> controller.getKey() + " "
                        + String.join(", ", controller.getValue().keySet()))
                .sorted()
                .collect(joining("; "));
        return deaf.isEmpty() ? Optional.empty() : Optional.of("it does not hear of changes in the cluster: " + deaf);
    }

    private void bindProcessMeters() {
        new JvmGcMetrics().bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        metrics.leader(() -> leading ? 1 : 0);
        metrics.queue(reconciling);
    }

    /** Lets what is being reconciled finish, gives the lease back, and closes the port. */
    @Override
    public void close() {
        stopping = true;
        operator.stop();
        if (settings.leaderElection()) {
            new HeldLease(client, settings.operatorNamespace(), LEASE, settings.identity()).giveBack();
        }
        pods.close();
        management.close();
        log.atInfo().addKeyValue(LogKey.IDENTITY, settings.identity()).log("The operator has stopped");
    }
}
