package dev.weir.dataplane.kafka.web.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.access.Denied;
import dev.weir.dataplane.kafka.web.access.Permit;
import dev.weir.dataplane.kafka.web.access.Right;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Payload;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.LatestValues;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.Waker;
import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.write.WebWrites.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** One request to write one message. */
final class MessageWrite {
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(30);

    private final Parts parts;
    private final Topic topic;
    private final ClientExchange exchange;
    private final RequestHead request;
    private final Permit permit;
    private final Output output;
    private final Waker waker;
    private final Uploads.Place place;

    MessageWrite(
            Parts parts,
            Topic topic,
            ClientExchange exchange,
            Permit permit,
            Output output,
            Waker waker,
            Uploads.Place place) {
        this.permit = permit;
        this.parts = parts;
        this.topic = topic;
        this.exchange = exchange;
        this.request = exchange.head();
        this.output = output;
        this.waker = waker;
        this.place = place;
    }

    /** What is done when all has come; the value is its to close. */
    private interface Work {
        Answer with(@Nullable StagedBody value)
                throws WriteException, ReadException, IOException, InterruptedException, ClientLeft;
    }

    void post() throws Denied, WriteException, ReadException, IOException, InterruptedException, ClientLeft {
        RequestFields fields = RequestFields.of(request, WebWrites.PARAMETERS);
        MessageHead message = MessageHeadReader.read(fields, request, topic, null);
        Preferences preferences = Preferences.of(request, REPLY_WITHIN);
        ReplyWanted reply = replyWanted(fields);
        StagedBody value = staged();
        once(value, body -> {
            if (!preferences.async()) {
                return written(message, body, reply, preferences.patience(), output, waker);
            }
            Duration wait = preferences.patience();
            return parts.productions().begin(topic, place, () -> later(message, body, reply, wait));
        });
    }

    /** Without anybody to tell. */
    private Answer later(MessageHead message, @Nullable StagedBody value, @Nullable ReplyWanted reply, Duration wait)
            throws InterruptedException {
        try (StagedBody done = value) {
            return written(message, done, reply, wait, null, new Waker());
        } catch (WriteException e) {
            return Answer.problem(e);
        } catch (ReadException | IOException e) {
            return Answer.problem(WriteException.unavailable("nothing was written: " + e.getMessage()));
        } catch (ClientLeft e) {
            throw new IllegalStateException(e); // it had left before
        }
    }

    private Answer written(
            MessageHead message,
            @Nullable StagedBody value,
            @Nullable ReplyWanted reply,
            Duration wait,
            @Nullable Output asking,
            Waker waking)
            throws WriteException, ReadException, IOException, InterruptedException, ClientLeft {
        if (reply == null) {
            Written written = toKafka(message, value);
            String where = "/topics/" + topic.name() + "/messages?offsets=" + written.partition() + ":"
                    + written.offset() + "&limit=1";
            return Answer.written(201, written, FieldList.of("Location", where));
        }
        try (Replies.Waiting waiting = parts.replies().open(reply.topic(), reply.correlationId(), asking, waking)) {
            Written written = toKafka(reply.asked(message), value);
            return waiting.await(written, wait);
        }
    }

    void replace(ByteBuffer key) throws WriteException, ReadException, IOException, InterruptedException, ClientLeft {
        if (!parts.reads().isCompacted(topic)) {
            throw new WriteException(Problem.notFound("nothing was written: topic " + topic.name()
                    + " is not compacted, so no message is the latest of its key; POST it to /topics/" + topic.name()
                    + "/messages?key=... instead"));
        }
        MessageHead message = MessageHeadReader.read(
                RequestFields.of(request, WebWrites.PARAMETERS_OF_KEYS), request, topic, Payload.bytes(key));
        Conditions conditions = Conditions.of(request);
        StagedBody value = request.method().equals("DELETE") ? null : staged();
        once(value, body -> {
            KeyLocks.Lock lock = parts.keys().take(topic.name(), key);
            try {
                if (conditions.areThere()) {
                    conditions.check(latest(key));
                }
                Written written = toKafka(message, body);
                return Answer.written(conditions.absent() ? 201 : 200, written, FieldList.of("ETag", written.tag()));
            } finally {
                lock.close();
            }
        });
    }

    private Optional<Message> latest(ByteBuffer key) throws ReadException, InterruptedException {
        try (LatestValues values = parts.reads().latest(topic)) {
            values.catchUpWithUpstream();
            return values.of(key);
        }
    }

    private StagedBody staged() throws WriteException, IOException, InterruptedException {
        WebWrites.mustBePlain(request);
        long max = WebWrites.messageBytesMax(parts.reads(), topic, parts.settings());
        return parts.staging()
                .receive(
                        () -> UploadStream.open(exchange, output),
                        exchange.content().length(),
                        max);
    }

    private Written toKafka(MessageHead message, @Nullable StagedBody value)
            throws WriteException, IOException, InterruptedException {
        try (StagedBody done = value) {
            return parts.kafka().write(topic, message, done, parts.settings());
        } finally {
            place.end();
        }
    }

    /** Does it, unless it was done before; whatever happens the value is gone in the end. */
    private void once(@Nullable StagedBody value, Work work)
            throws WriteException, ReadException, IOException, InterruptedException, ClientLeft {
        boolean handedOn = false;
        try {
            String key = request.fields().first("idempotency-key");
            if (key == null) {
                Answer answer = work.with(value);
                handedOn = answer.status() == 202;
                answer.to(output);
                return;
            }
            switch (parts.idempotency().turn(permit.holder(), key, Fingerprint.of(request, value))) {
                case Idempotency.Turn.First(var claim) -> {
                    Answer answer = first(claim, value, work);
                    handedOn = answer.status() == 202;
                    answer.to(output);
                }
                case Idempotency.Turn.Again(var answer) ->
                    answer.get().with("Idempotency-Replayed", "true").to(output);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it never fails
        } finally {
            if (value != null && !handedOn) {
                value.close();
            }
        }
    }

    private Answer first(Idempotency.Claim claim, @Nullable StagedBody value, Work work)
            throws ReadException, IOException, InterruptedException, ClientLeft, WriteException {
        try {
            Answer answer = work.with(value);
            claim.answered(answer, true);
            return answer;
        } catch (WriteException e) {
            claim.answered(Answer.problem(e), e.mayBeWritten());
            throw e;
        } catch (ReadException | IOException e) {
            claim.answered(Answer.problem(WriteException.unavailable("nothing was written: " + e.getMessage())), false);
            throw e;
        } catch (ClientLeft | InterruptedException | RuntimeException e) {
            WriteException brokenOff = WriteException.uncertain(
                    "the first request with this Idempotency-Key was broken off: it may or may not be written");
            claim.answered(Answer.problem(brokenOff), true);
            throw e;
        }
    }

    /** What a message says that waits for a reply. */
    private record ReplyWanted(Topic topic, String correlationId) {
        MessageHead asked(MessageHead message) {
            List<Header> headers = new ArrayList<>(message.headers());
            headers.add(new RecordHeader(Replies.REPLY_TO, topic.name().getBytes(UTF_8)));
            headers.add(new RecordHeader(Replies.CORRELATION_ID, correlationId.getBytes(UTF_8)));
            return new MessageHead(message.key(), message.partition(), message.timestamp(), headers);
        }
    }

    private @Nullable ReplyWanted replyWanted(RequestFields fields)
            throws Denied, WriteException, InterruptedException {
        String name = fields.text("reply-to", "Weir-Reply-To");
        String said = fields.text("correlation-id", "Weir-Correlation-Id");
        if (name == null) {
            if (said != null) {
                throw WriteException.badRequest("correlation-id is for those who say with reply-to where they wait");
            }
            return null;
        }
        permit.require(Right.READ, name);
        Topic replyTopic = parts.reads().topic(name);
        if (replyTopic == null) {
            throw new WriteException(
                    Problem.notFound("nothing was written: there is no topic " + name + " to wait for a reply in"));
        }
        if (said != null && !said.matches("[!-~]{1,255}")) {
            throw WriteException.badRequest("correlation-id must be 1 to 255 visible characters of ASCII");
        }
        return new ReplyWanted(replyTopic, said == null ? UUID.randomUUID().toString() : said);
    }
}
