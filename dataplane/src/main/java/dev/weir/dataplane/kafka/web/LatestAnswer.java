package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.MessageWriter;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.LatestValues;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.record.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers with the latest messages of several keys as one JSON object, in the order in which they are asked for. */
final class LatestAnswer {
    static final Set<String> PARAMETERS = Set.of("payload");
    /** Those that may be repeated: each is a key. */
    static final Set<String> KEYS = Set.of("key", "key64");

    private static final int KEYS_MAX = 100;
    private static final int BYTES_MAX = 4 * 1024 * 1024;

    private final List<ByteBuffer> keys;
    private final MessageWriter writer;

    private LatestAnswer(List<ByteBuffer> keys, MessageWriter writer) {
        this.keys = keys;
        this.writer = writer;
    }

    static LatestAnswer of(RequestHead head) throws Refused {
        Parameters query = Parameters.of(head.uri(), PARAMETERS, KEYS::contains, "key, key64");
        var keys = new ArrayList<ByteBuffer>();
        for (String text : query.each("key")) {
            keys.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        for (String text : query.each("key64")) {
            keys.add(base64(text));
        }
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw Refused.badRequest("there must be 1 to " + KEYS_MAX + " keys, each as key=..., or as key64=... in"
                    + " base64 where it is no text");
        }
        return new LatestAnswer(keys, MessagesRequest.writer(query));
    }

    private static ByteBuffer base64(String text) throws Refused {
        try {
            return ByteBuffer.wrap(
                    Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_')));
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("key64 is " + text + " and must be base64");
        }
    }

    void write(KnownAnswer known, Output output) throws Refused, ReadException, InterruptedException, ClientLeft {
        Optional<byte[]> content = known.await(this::content, ContentTag::of, output::coded);
        if (content.isPresent()) {
            FieldList fields = FieldList.of(
                    "Content-Type",
                    "application/json",
                    "Cache-Control",
                    "no-cache",
                    "ETag",
                    ContentTag.of(content.get()));
            output.coded(200, fields, content.get());
        }
    }

    private byte[] content(LatestValues latest) throws ReadException, Refused, InterruptedException {
        var content = new ByteArrayOutputStream();
        content.writeBytes("{\"messages\":[".getBytes(StandardCharsets.US_ASCII));
        String separator = "\n";
        for (ByteBuffer key : keys) {
            content.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
            separator = ",\n";
            Optional<Message> message = latest.of(key);
            content.writeBytes(message.isPresent() ? writer.json(message.get()) : MessageWriter.absent(key));
            if (content.size() > BYTES_MAX) {
                throw new Refused(Problem.tooLarge("what these keys have is more than " + BYTES_MAX
                        + " bytes together: ask for fewer at a time, or for one by its path"));
            }
        }
        content.writeBytes("\n]}\n".getBytes(StandardCharsets.US_ASCII));
        return content.toByteArray();
    }
}
