package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.web.access.Denied;
import dev.weir.dataplane.kafka.web.access.Permit;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import dev.weir.dataplane.kafka.web.read.Waker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Writes for web clients. Each request has a thread of its own, which may wait. */
public final class WebWrites implements AutoCloseable {
    /** What the query of a message may say; beside these the headers of the message. */
    public static final List<String> PARAMETERS =
            List.of("key", "keyBase64", "partition", "timestamp", "reply-to", "correlation-id");

    /** The same, where the path says the key. */
    public static final List<String> PARAMETERS_OF_KEYS = List.of("partition", "timestamp");

    private static final Duration FINISHED_WITHIN = Duration.ofSeconds(5);

    private final TopicReads reads;
    private final Staging staging;
    private final Uploads uploads = new Uploads();
    private final HandoverMemory memory = new HandoverMemory();
    private final Producers producers;
    private final WriteMeters meters;
    private final ToKafka kafka;
    private final Productions productions;
    private final Idempotency idempotency = new Idempotency();
    private final KeyLocks keys = new KeyLocks();
    private final Replies replies;
    private volatile WriteSettings settings = WriteSettings.NONE;

    /**
     * Writes nothing before it has settings.
     *
     * @param clients settings of a Kafka client for an upstream of that name, or null where there is none
     * @param folder where content is staged, which is used by nobody else
     * @param threads one for each task, however many there are
     */
    public WebWrites(
            Upstreams upstreams,
            Function<String, @Nullable Map<String, Object>> clients,
            TopicReads reads,
            Path folder,
            ExecutorService threads,
            MeterRegistry registry) {
        this.reads = reads;
        this.staging = Staging.in(folder);
        this.producers = new Producers(clients);
        this.meters = new WriteMeters(registry, staging, uploads);
        this.kafka = new ToKafka(producers, upstreams, memory, meters);
        this.productions = new Productions(threads);
        this.replies = new Replies(reads);
        Gauge.builder("weir.web.productions.pending", productions, Productions::present)
                .register(registry);
        Gauge.builder("weir.web.productions", productions, Productions::remembered)
                .register(registry);
        Gauge.builder("weir.web.idempotency.keys", idempotency, Idempotency::size)
                .register(registry);
        Gauge.builder("weir.web.replies.waiting", replies, Replies::waiting).register(registry);
        upstreams.onChange(() -> threads.execute(producers::settle));
    }

    /** From now on. */
    public void use(WriteSettings changed) {
        settings = changed;
        staging.limit(changed.stagedBytesMax());
    }

    public boolean isEnabled() {
        return settings.enabled();
    }

    /** Answers a POST to the messages of a topic. */
    public void post(Topic topic, ClientExchange exchange, Permit permit, Output output, Waker waker)
            throws Denied, WriteException, ReadException, InterruptedException, ClientLeft {
        WriteSettings now = mustBeEnabled();
        RequestHead head = exchange.head();
        if (head.fields().has("if-match") || head.fields().has("if-none-match")) {
            throw WriteException.badRequest("nothing was written: If-Match and If-None-Match are for PUT and DELETE of"
                    + " /topics/" + topic.name() + "/messages/KEY, where the topic is compacted");
        }
        String type = head.fields().first("content-type");
        try (Uploads.Place place = uploads.begin()) {
            if (type != null && type.toLowerCase(Locale.ROOT).startsWith(Batch.CONTENT_TYPE)) {
                batch(topic, exchange, output, now);
            } else {
                new MessageWrite(parts(now), topic, exchange, permit, output, waker, place).post();
            }
        } catch (UploadBroken e) {
            meters.broken();
            throw new ClientLeft();
        } catch (IOException e) {
            throw WriteException.unavailable("nothing was written: what came cannot be read again: " + e.getMessage());
        }
    }

    /** Answers a PUT or DELETE of a key. */
    public void replace(Topic topic, ByteBuffer key, ClientExchange exchange, Permit permit, Output output, Waker waker)
            throws Denied, WriteException, ReadException, InterruptedException, ClientLeft {
        WriteSettings now = mustBeEnabled();
        try (Uploads.Place place = uploads.begin()) {
            new MessageWrite(parts(now), topic, exchange, permit, output, waker, place).replace(key);
        } catch (UploadBroken e) {
            meters.broken();
            throw new ClientLeft();
        } catch (IOException e) {
            throw WriteException.unavailable("nothing was written: what came cannot be read again: " + e.getMessage());
        }
    }

    /** Answers with what came of what was written for a client that did not wait. */
    public void production(Topic topic, String id, RequestHead head, Output output)
            throws WriteException, InterruptedException {
        productions
                .get(topic, id, Preferences.of(head, Duration.ZERO).patience())
                .to(output);
    }

    private void batch(Topic topic, ClientExchange exchange, Output output, WriteSettings now)
            throws WriteException, IOException, InterruptedException {
        RequestHead head = exchange.head();
        RequestFields.none(head);
        mustBePlain(head);
        if (head.fields().has("idempotency-key")) {
            throw WriteException.badRequest("nothing was written: Idempotency-Key is for single messages; of a batch,"
                    + " send the lines again that the answer does not tell of");
        }
        long valueBytesMax = messageBytesMax(reads, topic, now);
        try (UploadStream content = UploadStream.open(exchange, output)) {
            new Batch(kafka, memory, meters, topic, now, valueBytesMax)
                    .write(content)
                    .to(output);
        }
    }

    /** As upstream says, which has the last word anyway; where it does not say, as much as is taken here. */
    static long messageBytesMax(TopicReads reads, Topic topic, WriteSettings now) {
        try {
            String max = reads.configuration(topic).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return max == null ? now.messageBytesMax() : Math.min(Long.parseLong(max), now.messageBytesMax());
        } catch (ReadException e) {
            return now.messageBytesMax();
        }
    }

    static void mustBePlain(RequestHead head) throws WriteException {
        String coding = head.fields().combined("content-encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new WriteException(new Problem(
                    415,
                    "content-coding",
                    "The content is coded",
                    "nothing was written: a message is written as it is, so Content-Encoding cannot be " + coding));
        }
    }

    private WriteSettings mustBeEnabled() throws WriteException {
        WriteSettings now = settings;
        if (!now.enabled()) {
            throw new WriteException(new Problem(
                    403,
                    "forbidden",
                    "It is not allowed",
                    "nothing was written: web clients may not write here (listeners.web.produce.enabled)"));
        }
        return now;
    }

    private Parts parts(WriteSettings now) {
        return new Parts(now, reads, staging, memory, kafka, productions, idempotency, keys, replies);
    }

    /** What a message is written with. */
    record Parts(
            WriteSettings settings,
            TopicReads reads,
            Staging staging,
            HandoverMemory memory,
            ToKafka kafka,
            Productions productions,
            Idempotency idempotency,
            KeyLocks keys,
            Replies replies) {}

    /** What is under way is finished, for a moment. */
    @Override
    public void close() {
        productions.finish(FINISHED_WITHIN);
        producers.close();
    }
}
