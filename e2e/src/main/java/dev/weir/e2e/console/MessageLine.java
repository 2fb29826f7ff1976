package dev.weir.e2e.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A message as one line of columns between tabs. */
final class MessageLine {
    private MessageLine() {}

    static String of(ConsumerRecord<String, String> message) {
        return String.join(
                "\t",
                message.partition() + "/" + message.offset(),
                Instant.ofEpochMilli(message.timestamp()).toString(),
                String.valueOf(message.key()),
                headers(message),
                String.valueOf(message.value()));
    }

    private static String headers(ConsumerRecord<String, String> message) {
        var joined = new StringJoiner(",");
        for (Header header : message.headers()) {
            String value = header.value() == null ? "null" : new String(header.value(), StandardCharsets.UTF_8);
            joined.add(header.key() + "=" + value);
        }
        return joined.length() == 0 ? "-" : joined.toString();
    }
}
