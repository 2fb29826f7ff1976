package dev.weir.e2e.cache.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.host.Commands;
import dev.weir.e2e.host.NodeModules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** kafkajs in a Node process, which stands for clients that share no code with Kafka's own. */
public final class KafkaJsReader implements Reader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int records;

    /** It cannot tell the end of a partition whose last batches hold nothing to show, so it is told how many come. */
    public KafkaJsReader(int records) {
        this.records = records;
    }

    @Override
    public Contents read(String bootstrap, Extent extent) {
        Path folder = NodeModules.install("src/test/js/kafka");
        var command = new ArrayList<>(
                List.of("node", "read.js", bootstrap, extent.isolation().name()));
        command.add(Integer.toString(records));
        command.addAll(extent.topics());
        var contents = new Contents();
        new String(Commands.run(folder, command), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> add(contents, line));
        return contents;
    }

    /** It keeps the order of headers of one name only. */
    @Override
    public Seen sees(Seen whole) {
        Map<String, List<Seen.Header>> byName = new LinkedHashMap<>();
        whole.headers()
                .forEach(header -> byName.computeIfAbsent(header.name(), absent -> new ArrayList<>())
                        .add(header));
        return whole.withHeaders(byName.values().stream().flatMap(List::stream).toList());
    }

    @Override
    public String toString() {
        return "kafkajs";
    }

    private static void add(Contents contents, String line) {
        JsonNode record = parse(line);
        var headers = new ArrayList<Seen.Header>();
        for (JsonNode header : record.get("headers")) {
            headers.add(new Seen.Header(header.get(0).textValue(), bytes(header.get(1))));
        }
        contents.add(
                new TopicPartition(
                        record.get("topic").textValue(), record.get("partition").intValue()),
                new Seen(
                        Long.parseLong(record.get("offset").textValue()),
                        Long.parseLong(record.get("timestamp").textValue()),
                        record.get("appendTime").booleanValue()
                                ? TimestampType.LOG_APPEND_TIME
                                : TimestampType.CREATE_TIME,
                        bytes(record.get("key")),
                        bytes(record.get("value")),
                        headers));
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static @Nullable Bytes bytes(JsonNode base64) {
        return base64.isNull() ? null : Bytes.wrap(Base64.getDecoder().decode(base64.textValue()));
    }
}
