package dev.weir.dataplane.kafka.web.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.answer.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What came of the lines of a batch. Any thread. */
final class BatchOutcome {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<Line> acknowledged = new ArrayList<>();
    private final TreeMap<Integer, WriteException> failures = new TreeMap<>();
    private int sent;

    private record Line(int number, int partition, long offset, long timestamp) {}

    synchronized void sent() {
        sent++;
    }

    synchronized int size() {
        return sent;
    }

    synchronized void acknowledged(int line, RecordMetadata metadata) {
        acknowledged.add(new Line(line, metadata.partition(), metadata.offset(), metadata.timestamp()));
    }

    synchronized void failed(int line, WriteException why) {
        failures.putIfAbsent(line, why);
    }

    synchronized boolean hasFailed() {
        return !failures.isEmpty();
    }

    synchronized Set<Integer> partitions() {
        return acknowledged.stream().map(Line::partition).collect(Collectors.toSet());
    }

    /** Each that was acknowledged, on a line of its own. */
    synchronized byte[] lines() {
        var out = new ByteArrayOutputStream();
        for (Line line : inOrder()) {
            write(out, json -> member(line, json));
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** The first that failed, with all that were acknowledged, and all of which nobody knows. */
    synchronized Answer problem() {
        int line = failures.firstKey();
        WriteException first = failures.firstEntry().getValue();
        Problem problem = first.problem();
        var out = new ByteArrayOutputStream();
        write(out, json -> {
            json.writeStartObject();
            json.writeStringField("type", "urn:weir:problem:" + problem.name());
            json.writeStringField("title", problem.title());
            json.writeNumberField("status", problem.status());
            json.writeStringField("detail", "line " + line + ": " + problem.detail());
            json.writeNumberField("line", line);
            json.writeArrayFieldStart("acknowledged");
            for (Line each : inOrder()) {
                member(each, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unknown");
            for (var failure : failures.entrySet()) {
                if (failure.getValue().isUncertain()) {
                    json.writeNumber(failure.getKey());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        out.write('\n');
        FieldList fields = FieldList.of("Content-Type", "application/problem+json", "Cache-Control", "no-store")
                .plus(first.fields());
        return new Answer(problem.status(), fields, out.toByteArray());
    }

    private Collection<Line> inOrder() {
        acknowledged.sort(Comparator.comparingInt(Line::number));
        return acknowledged;
    }

    private static void member(Line line, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("line", line.number());
        new Written("", line.partition(), line.offset(), line.timestamp()).members(json);
        json.writeEndObject();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static void write(ByteArrayOutputStream out, Content content) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory
        }
    }
}
