package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Payload;
import dev.weir.dataplane.kafka.web.filter.Filter;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.Start;
import dev.weir.dataplane.kafka.web.read.Step;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import dev.weir.dataplane.kafka.web.read.TopicStream;
import dev.weir.dataplane.kafka.web.read.Waker;
import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits in other topics for the replies to what is written. */
final class Replies {
    /** The headers of a message that say where its reply is waited for, and which one is its reply. */
    static final String REPLY_TO = "reply-to";

    static final String CORRELATION_ID = "correlation-id";

    private static final int WAITING_MAX = 1_000;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final TopicReads reads;
    private final AtomicInteger waiting = new AtomicInteger();

    Replies(TopicReads reads) {
        this.reads = reads;
    }

    int waiting() {
        return waiting.get();
    }

    /**
     * Begins where the topic ends now, so before the message is written.
     *
     * @param output of a client that waits; null for one that asks later
     */
    Waiting open(Topic topic, String correlationId, @Nullable Output output, Waker waker)
            throws WriteException, ReadException, InterruptedException {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            throw WriteException.tooMuch("nothing was written: " + WAITING_MAX + " others are waiting for replies");
        }
        try {
            return new Waiting(
                    topic,
                    correlationId,
                    reads.open(topic, new Start.Live(), false, false, Filter.EVERYTHING, waker),
                    output);
        } catch (ReadException | InterruptedException | RuntimeException e) {
            waiting.decrementAndGet();
            throw e;
        }
    }

    /** One that waits for its reply. */
    final class Waiting implements AutoCloseable {
        private final Topic topic;
        private final String correlationId;
        private final TopicStream stream;
        private final @Nullable Output output;

        private Waiting(Topic topic, String correlationId, TopicStream stream, @Nullable Output output) {
            this.topic = topic;
            this.correlationId = correlationId;
            this.stream = stream;
            this.output = output;
        }

        /** The reply as readers of a key are given a value. */
        Answer await(Written request, Duration max) throws WriteException, InterruptedException, ClientLeft {
            long deadline = System.nanoTime() + max.toNanos();
            try {
                while (true) {
                    Step step = stream.next();
                    if (step instanceof Step.Next(var message) && isReply(message)) {
                        return answer(message);
                    }
                    Duration rest = Duration.ofNanos(deadline - System.nanoTime());
                    if (!rest.isPositive()) {
                        throw none(request, "none came within " + max.toSeconds() + " s");
                    }
                    check(request);
                    if (step instanceof Step.Nothing) {
                        stream.await(rest.compareTo(LOOK) < 0 ? rest : LOOK);
                    }
                }
            } catch (ReadException e) {
                throw none(request, String.valueOf(e.getMessage()));
            }
        }

        private void check(Written request) throws ClientLeft, WriteException {
            if (output != null) {
                output.check();
                if (output.isDraining()) {
                    throw none(request, "the data-plane is stopping");
                }
            }
        }

        private boolean isReply(Message message) {
            return message.texts(CORRELATION_ID).contains(correlationId);
        }

        private WriteException none(Written request, String why) {
            return WriteException.noReply("the request was written at offset " + request.offset() + " of partition "
                    + request.partition() + "; of a reply with the header " + CORRELATION_ID + ": " + correlationId
                    + " in topic " + topic.name() + ", " + why);
        }

        private Answer answer(Message message) {
            ByteBuffer value = message.value();
            FieldList fields = FieldList.of(
                    "Cache-Control",
                    "no-store",
                    "Weir-Partition",
                    Integer.toString(message.partition()),
                    "Weir-Offset",
                    Long.toString(message.offset()),
                    "Weir-Correlation-Id",
                    correlationId);
            return value == null
                    ? new Answer(204, fields, null)
                    : new Answer(
                            200,
                            fields.plus("Content-Type", Payload.contentType(message, value, null)),
                            Payload.bytes(value));
        }

        @Override
        public void close() {
            waiting.decrementAndGet();
            stream.close();
        }
    }
}
