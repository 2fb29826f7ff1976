package dev.weir.dataplane.kafka.web.write;

import dev.weir.api.Acknowledgement;
import dev.weir.dataplane.http.message.Holders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One producer for each upstream, from the first message on; all that is written goes over its connections. Another one
 * takes its place when its settings or credentials change, and the former ends when what it has is acknowledged.
 */
final class Producers implements AutoCloseable {
    private static final Duration METADATA_WITHIN = Duration.ofSeconds(10);
    private static final int REQUEST_MILLIS_MAX = 15_000;
    private static final int LINGER_MILLIS = 1;
    private static final int RECORD_OVERHEAD = 64 * 1024;
    private static final long BUFFER_BYTES_MAX = 32L * 1024 * 1024;
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

    private final Function<String, @Nullable Map<String, Object>> clients;
    private final Map<String, Held> held = new HashMap<>();
    private boolean closed;

    /** @param clients settings of a Kafka client for an upstream of that name, or null where there is none */
    Producers(Function<String, @Nullable Map<String, Object>> clients) {
        this.clients = clients;
    }

    /** What a producer is made of. */
    private record Wanted(Map<String, Object> client, Acknowledgement acks, int messageBytesMax) {}

    private static final class Held {
        private final Wanted wanted;
        private final Producer<byte[], byte[]> producer;
        private final Holders holders = new Holders();

        private Held(Wanted wanted) {
            this.wanted = wanted;
            this.producer = new KafkaProducer<>(config(wanted), new ByteArraySerializer(), new ByteArraySerializer());
        }

        private void letGo() {
            if (holders.leave()) {
                Thread.ofVirtual().name("weir-web-producer-end").start(() -> producer.close(CLOSED_WITHIN));
            }
        }
    }

    /** A producer that stays for as long as somebody uses it. */
    final class Use implements AutoCloseable {
        private final String upstream;
        private final Held one;

        private Use(String upstream, Held one) {
            this.upstream = upstream;
            this.one = one;
        }

        Producer<byte[], byte[]> producer() {
            return one.producer;
        }

        /** It is not to be used again. */
        void retire() {
            synchronized (Producers.this) {
                if (held.remove(upstream, one)) {
                    one.letGo();
                }
            }
        }

        @Override
        public void close() {
            one.letGo();
        }
    }

    /** The present producer of the upstream. */
    synchronized Use use(String upstream, WriteSettings settings) throws WriteException {
        Map<String, Object> client = clients.apply(upstream);
        if (client == null || closed) {
            throw WriteException.unavailable("nothing was written: there is no upstream " + upstream + " now");
        }
        var wanted = new Wanted(client, settings.acks(), settings.messageBytesMax());
        Held present = held.get(upstream);
        if (present == null || !present.wanted.equals(wanted)) {
            Held next = made(upstream, wanted);
            held.put(upstream, next);
            if (present != null) {
                present.letGo();
            }
            present = next;
        }
        present.holders.tryEnter();
        return new Use(upstream, present);
    }

    private static Held made(String upstream, Wanted wanted) throws WriteException {
        try {
            return new Held(wanted);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw WriteException.unavailable(
                    "nothing was written: upstream " + upstream + " cannot be connected to: " + cause.getMessage());
        }
    }

    /** Ends those whose upstream is no more. */
    synchronized void settle() {
        for (String upstream : List.copyOf(held.keySet())) {
            if (clients.apply(upstream) == null) {
                Held gone = held.remove(upstream);
                if (gone != null) {
                    gone.letGo();
                }
            }
        }
    }

    private static Map<String, Object> config(Wanted wanted) {
        Map<String, Object> config = new HashMap<>(wanted.client);
        config.keySet().retainAll(ProducerConfig.configNames());
        config.merge(ProducerConfig.CLIENT_ID_CONFIG, "weir", (said, standard) -> said);
        config.compute(ProducerConfig.CLIENT_ID_CONFIG, (name, id) -> id + "-web");
        boolean all = wanted.acks == Acknowledgement.ALL;
        config.put(ProducerConfig.ACKS_CONFIG, all ? "all" : "1");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, all);
        int requestMillis = config.get(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG) instanceof Integer millis
                ? Math.min(millis, REQUEST_MILLIS_MAX)
                : REQUEST_MILLIS_MAX;
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestMillis);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WriteSettings.ACKNOWLEDGED_WITHIN.toMillis());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_WITHIN.toMillis());
        int recordBytesMax = wanted.messageBytesMax + RECORD_OVERHEAD;
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, recordBytesMax);
        config.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Math.max(recordBytesMax, Math.min(BUFFER_BYTES_MAX, WriteSettings.handoverBytesMax())));
        config.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        config.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }

    /** What they have is still sent, for a moment. */
    @Override
    public void close() {
        List<Held> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(held.values());
            held.clear();
        }
        last.forEach(each -> each.producer.close(CLOSED_WITHIN));
    }
}
