package dev.weir.dataplane.kafka.web.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Reads out of a request what its message has beside its value. */
final class MessageHeadReader {
    static final String CONTENT_TYPE = "content-type";

    /** What some clients say who were told nothing. */
    private static final String UNSAID = "application/x-www-form-urlencoded";

    private MessageHeadReader() {}

    /** @param key of the message where the path says it */
    static MessageHead read(RequestFields fields, RequestHead request, Topic topic, byte @Nullable [] key)
            throws WriteException {
        return new MessageHead(
                key == null ? fields.bytes("key", "Weir-Key") : key,
                partition(topic, fields.text("partition", "Weir-Partition")),
                timestamp(fields.text("timestamp", "Weir-Timestamp")),
                headers(fields.headers(), request.fields().first(CONTENT_TYPE)));
    }

    private static List<Header> headers(List<RequestFields.Named> said, @Nullable String contentType) {
        var headers = new ArrayList<Header>();
        boolean typed = false;
        for (RequestFields.Named header : said) {
            headers.add(new RecordHeader(header.name(), header.value()));
            typed |= header.name().equals(CONTENT_TYPE);
        }
        if (!typed
                && contentType != null
                && !contentType.toLowerCase(Locale.ROOT).startsWith(UNSAID)) {
            headers.add(new RecordHeader(CONTENT_TYPE, contentType.getBytes(UTF_8)));
        }
        return headers;
    }

    private static @Nullable Integer partition(Topic topic, @Nullable String text) throws WriteException {
        if (text == null) {
            return null;
        }
        try {
            return partition(topic, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw WriteException.badRequest("partition is " + text + " and must be a number");
        }
    }

    /** One that the topic has. */
    static Integer partition(Topic topic, int number) throws WriteException {
        if (topic.partition(number) == null) {
            throw WriteException.badRequest("topic " + topic.name() + " has no partition " + number + ", only "
                    + topic.partitions().size());
        }
        return number;
    }

    /** As RFC 3339 writes it, or in milliseconds since 1970. */
    static @Nullable Long timestamp(@Nullable String text) throws WriteException {
        if (text == null) {
            return null;
        }
        try {
            long millis = text.matches("[0-9]{1,18}")
                    ? Long.parseLong(text)
                    : Instant.parse(text).toEpochMilli();
            if (millis >= 0) {
                return millis;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below
        }
        throw WriteException.badRequest("timestamp is " + text
                + " and must be a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970");
    }
}
