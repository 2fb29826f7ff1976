package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Payload;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers with the latest value of a key, as it is. */
final class KeyAnswer {
    private final Topic topic;
    private final ByteBuffer key;
    private final @Nullable String standardType;

    /** @param standardType what the value is where the message says nothing of it; null for what it looks like */
    KeyAnswer(Topic topic, ByteBuffer key, @Nullable String standardType) {
        this.topic = topic;
        this.key = key;
        this.standardType = standardType;
    }

    void write(KnownAnswer known, Output output) throws Refused, ReadException, InterruptedException, ClientLeft {
        Optional<Optional<Message>> answer = known.await(
                latest -> latest.of(key), found -> found.map(KeyAnswer::tag).orElse(null), output::answer);
        if (answer.isPresent()) {
            answer(answer.get(), output);
        }
    }

    private void answer(Optional<Message> found, Output output) throws Refused {
        if (found.isEmpty()) {
            throw new Refused(Problem.notFound("no message of topic " + topic.name() + " has the key " + name()));
        }
        Message message = found.get();
        ByteBuffer value = message.value();
        if (value == null) {
            Problem deleted = Problem.gone("the key " + name() + " was deleted by the message at offset "
                    + message.offset() + " of partition " + message.partition());
            output.refuse(deleted, "ETag", tag(message));
            return;
        }
        FieldList fields = FieldList.of(
                "ETag", tag(message),
                "Cache-Control", "no-cache",
                "Weir-Partition", Integer.toString(message.partition()),
                "Weir-Offset", Long.toString(message.offset()),
                "Content-Type", Payload.contentType(message, value, standardType));
        output.answer(200, fields, Payload.bytes(value));
    }

    private String name() {
        return Payload.readable(key);
    }

    private static String tag(Message message) {
        return "\"" + message.partition() + "-" + message.offset() + "\"";
    }
}
