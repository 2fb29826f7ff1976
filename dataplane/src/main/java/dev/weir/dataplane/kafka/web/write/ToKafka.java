package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.kafka.upstream.CachedPartition;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Hands messages to Kafka; what of them is in memory meanwhile is bounded. On threads that may wait. */
final class ToKafka {
    private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(10);

    private final Producers producers;
    private final Upstreams upstreams;
    private final WriteMeters meters;
    private final HandoverMemory memory;

    ToKafka(Producers producers, Upstreams upstreams, HandoverMemory memory, WriteMeters meters) {
        this.producers = producers;
        this.upstreams = upstreams;
        this.memory = memory;
        this.meters = meters;
    }

    /** Writes it, and waits until it is acknowledged. */
    Written write(Topic topic, MessageHead head, @Nullable StagedBody value, WriteSettings settings)
            throws WriteException, IOException, InterruptedException {
        return acknowledged(topic, handOver(topic, head, value, settings));
    }

    private CompletableFuture<RecordMetadata> handOver(
            Topic topic, MessageHead head, @Nullable StagedBody value, WriteSettings settings)
            throws WriteException, IOException, InterruptedException {
        if (value == null) {
            return send(topic, head.record(topic.name(), null), settings);
        }
        if (value.isInMemory()) {
            return send(topic, head.record(topic.name(), value.bytes()), settings);
        }
        HandoverMemory.Part part = memory.take(value.length(), HANDED_OVER_WITHIN);
        try {
            return send(topic, head.record(topic.name(), value.bytes()), settings);
        } finally {
            part.close();
        }
    }

    /** Returns when it has a place behind those that were sent before, and so may wait for room. */
    CompletableFuture<RecordMetadata> send(Topic topic, ProducerRecord<byte[], byte[]> message, WriteSettings settings)
            throws WriteException {
        var answer = new CompletableFuture<RecordMetadata>();
        Producers.Use use = producers.use(topic.upstream(), settings);
        try {
            use.producer().send(message, (metadata, failure) -> {
                if (failure == null) {
                    answer.complete(metadata);
                } else {
                    answer.completeExceptionally(failure);
                }
                use.close();
            });
        } catch (KafkaException | IllegalStateException e) { // it will not come to anything with this one
            use.retire();
            use.close();
            throw Failures.notSent(topic, e);
        }
        return answer;
    }

    /** Waits for it. */
    Written acknowledged(Topic topic, CompletableFuture<RecordMetadata> answer)
            throws WriteException, InterruptedException {
        try {
            Written written = Written.of(answer.get());
            meters.written();
            wake(topic, written.partition());
            return written;
        } catch (ExecutionException e) {
            WriteException why = Failures.of(topic, e.getCause());
            meters.failed(why);
            throw why;
        }
    }

    /** So that those who read here soon read what was written here. */
    void wake(Topic topic, int partition) {
        CachedPartition cached = upstreams.partition(new TopicPartition(topic.name(), partition));
        if (cached != null) {
            cached.wake();
        }
    }
}
