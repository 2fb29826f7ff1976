package dev.weir.e2e.demo.shop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Places orders and changes customers until it is closed. */
public final class Shop implements AutoCloseable {
    public static final String ORDERS = "orders";
    public static final String CUSTOMERS = "customers";
    public static final int PARTITIONS = 4;

    /** Deleted by age: an hour of orders is kept. */
    public static final Map<String, String> ORDERS_SETTINGS =
            Map.of("cleanup.policy", "delete", "retention.ms", "3600000", "segment.ms", "600000");

    /** Compacted within about a minute, so that one sees it happen. */
    public static final Map<String, String> CUSTOMERS_SETTINGS = Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "30000",
            "max.compaction.lag.ms", "60000",
            "delete.retention.ms", "60000",
            "min.cleanable.dirty.ratio", "0.1");

    private static final int ORDERS_AT_OPENING = 1_000;
    private static final int ORDERS_EACH_SECOND = 5;

    private final KafkaProducer<String, String> producer;
    private final Customers customers;
    private final Orders orders;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("shop").daemon().factory());

    private Shop(String bootstrapServers) {
        var random = RandomGenerator.getDefault();
        this.customers = new Customers(random);
        this.orders = new Orders(random, customers, InstantSource.system());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG, "shop",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip",
                        ProducerConfig.LINGER_MS_CONFIG, "20",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Returns once there is something to read in both topics. */
    public static Shop open(String bootstrapServers) {
        var shop = new Shop(bootstrapServers);
        shop.customers.all().forEach(shop::send);
        for (int i = 0; i < ORDERS_AT_OPENING; i++) {
            shop.send(shop.orders.next());
        }
        shop.producer.flush();
        var _ = shop.clock.scheduleAtFixedRate(
                shop::trade, 0, TimeUnit.SECONDS.toMicros(1) / ORDERS_EACH_SECOND, TimeUnit.MICROSECONDS);
        return shop;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }

    private void trade() {
        send(orders.next());
        customers.perhapsChangeOne().ifPresent(this::send);
    }

    /** What cannot be sent while the broker is away is lost: this is not a shop to buy from. */
    private void send(ProducerRecord<String, String> message) {
        var _ = producer.send(message);
    }
}
