package dev.weir.e2e.cache.site;

import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.kafka.ClusterSettings;
import dev.weir.e2e.kafka.KafkaCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** A Kafka cluster and the caches in front of it. */
public final class Site implements AutoCloseable {
    private static final String PROXIED = "PROXIED";

    private final KafkaCluster kafka;
    private final List<Cache> caches = new ArrayList<>();

    private Site(KafkaCluster kafka) {
        this.kafka = kafka;
    }

    /** One of each. */
    public static Site start() {
        return start(quick(1), 1, binding -> binding);
    }

    public static Site start(ClusterSettings brokers, int caches, UnaryOperator<Binding> binding) {
        var site = new Site(KafkaCluster.start(brokers));
        try {
            site.launch(Collections.nCopies(caches, binding.apply(Binding.to(site.broker()))));
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
        return site;
    }

    /**
     * One of each, where the cache, and nobody else, reaches the broker through a proxy.
     *
     * @param proxy not yet told where to
     */
    public static Site start(Proxy proxy, UnaryOperator<Binding> binding) {
        return start(proxy, 1, binding);
    }

    /** Some caches, of which the last, and nobody else, reaches the one broker through a proxy. */
    public static Site start(Proxy proxy, int caches, UnaryOperator<Binding> binding) {
        int port = FreePort.pick();
        var settings = quick(1).port(port)
                .listener(PROXIED, SecurityProtocol.PLAINTEXT)
                .property(
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:" + port + "," + PROXIED + "://" + proxy.address());
        var site = new Site(KafkaCluster.start(settings));
        proxy.to(site.kafka.bootstrapServers(PROXIED));
        try {
            var bindings = new ArrayList<>(Collections.nCopies(caches - 1, binding.apply(Binding.to(site.broker()))));
            bindings.add(binding.apply(Binding.to(proxy.address())));
            site.launch(bindings);
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
        return site;
    }

    /** Brokers that do soon what they do every few seconds otherwise. */
    public static ClusterSettings quick(int brokers) {
        return ClusterSettings.brokers(brokers)
                .property("log.cleaner.backoff.ms", "100")
                .property("group.consumer.min.heartbeat.interval.ms", "300")
                .property("group.consumer.heartbeat.interval.ms", "300");
    }

    public KafkaCluster kafka() {
        return kafka;
    }

    /** The address of the cluster itself, which tells what is true. */
    public String broker() {
        return kafka.bootstrapServers();
    }

    /** The address under test. */
    public String cache() {
        return caches.stream().map(Cache::address).collect(Collectors.joining(","));
    }

    public List<Cache> caches() {
        return List.copyOf(caches);
    }

    public Admin brokerAdmin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", broker()));
    }

    public Admin cacheAdmin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", cache()));
    }

    /**
     * Another cache, which whoever asks for it closes.
     *
     * @param prepare gives it its secrets before it is started
     */
    public DataPlane cache(Binding binding, Consumer<DataPlane> prepare) {
        var cache = new DataPlane(binding);
        try {
            prepare.accept(cache);
            cache.start();
            return cache;
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    @Override
    public void close() {
        caches.forEach(Cache::close);
        kafka.close();
    }

    private void launch(List<Binding> bindings) {
        if (Cache.ABSENT) {
            kafka.brokers().forEach(broker -> caches.add(new Cache.None(broker.address())));
            return;
        }
        List<DataPlane> pods = bindings.stream().map(DataPlane::new).toList();
        caches.addAll(pods);
        pods.forEach(pod -> pod.join(pods));
        pods.forEach(DataPlane::start);
    }
}
