package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Payload;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import dev.weir.dataplane.kafka.web.read.Waker;
import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with the latest value of a key, and waits for another one where that is asked for. */
final class KeyAnswer {
    private static final Pattern WAIT = Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?:$|[,;])");
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final TopicReads reads;
    private final Topic topic;
    private final String key;

    KeyAnswer(TopicReads reads, Topic topic, String key) {
        this.reads = reads;
        this.topic = topic;
        this.key = key;
    }

    void write(RequestHead head, Output output, Waker waker)
            throws Refused, ReadException, InterruptedException, ClientLeft {
        if (!reads.isCompacted(topic)) {
            throw new Refused(Problem.notFound("topic " + topic.name()
                    + " is not compacted, so no message is the latest of its key; ask for /topics/" + topic.name()
                    + "/messages?key=... instead"));
        }
        String known = head.fields().combined("if-none-match");
        long deadline = System.nanoTime() + wait(head).toNanos();
        reads.watch(topic, waker);
        try {
            Optional<Message> found = latest();
            while (found.isPresent() && isKnown(tag(found.get()), known)) {
                Duration rest = Duration.ofNanos(deadline - System.nanoTime());
                if (!rest.isPositive() || output.isDraining()) {
                    output.answer(304, FieldList.of("ETag", tag(found.get()), "Cache-Control", "no-cache"), null);
                    return;
                }
                reads.awaitAppend(topic, waker, rest);
                output.check();
                found = latest();
            }
            answer(found, output);
        } finally {
            reads.forget(topic, waker);
        }
    }

    private Optional<Message> latest() throws ReadException, InterruptedException {
        return reads.latest(topic, ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)));
    }

    private void answer(Optional<Message> found, Output output) throws Refused {
        if (found.isEmpty()) {
            throw new Refused(Problem.notFound("no message of topic " + topic.name() + " has the key " + key));
        }
        Message message = found.get();
        ByteBuffer value = message.value();
        FieldList fields = FieldList.of(
                "ETag", tag(message),
                "Cache-Control", "no-cache",
                "Weir-Partition", Integer.toString(message.partition()),
                "Weir-Offset", Long.toString(message.offset()));
        if (value == null) {
            Problem deleted = Problem.gone("the key " + key + " was deleted by the message at offset "
                    + message.offset() + " of partition " + message.partition());
            output.refuse(deleted, "ETag", tag(message));
            return;
        }
        output.answer(200, fields.plus("Content-Type", Payload.contentType(message, value)), Payload.bytes(value));
    }

    private static String tag(Message message) {
        return "\"" + message.partition() + "-" + message.offset() + "\"";
    }

    private static boolean isKnown(String tag, @Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        List<String> tags = Arrays.asList(ifNoneMatch.strip().split("\\s*,\\s*", -1));
        return tags.contains(tag) || tags.contains("W/" + tag);
    }

    /** How long the client is ready to wait (RFC 7240 section 4.3). */
    private static Duration wait(RequestHead head) {
        String prefer = head.fields().combined("prefer");
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.find()) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return asked.compareTo(WAIT_MAX) < 0 ? asked : WAIT_MAX;
    }
}
