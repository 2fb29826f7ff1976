package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A message on each line, sent as the lines come, so many of them at once at most. The first line that cannot be
 * written ends it; what was sent before is waited for, so that the answer tells of every line that was acknowledged.
 */
final class Batch {
    static final String CONTENT_TYPE = "application/x-ndjson";
    private static final int IN_FLIGHT_MAX = 1_000;
    private static final int LINES_MAX = 50_000;
    private static final int LINE_OVERHEAD = 64 * 1024;

    private final ToKafka kafka;
    private final HandoverMemory memory;
    private final WriteMeters meters;
    private final Topic topic;
    private final WriteSettings settings;
    private final long valueBytesMax;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final BatchOutcome outcome = new BatchOutcome();

    Batch(
            ToKafka kafka,
            HandoverMemory memory,
            WriteMeters meters,
            Topic topic,
            WriteSettings settings,
            long valueBytesMax) {
        this.kafka = kafka;
        this.memory = memory;
        this.meters = meters;
        this.topic = topic;
        this.settings = settings;
        this.valueBytesMax = valueBytesMax;
    }

    Answer write(InputStream content) throws IOException, InterruptedException {
        int lineBytesMax = (int) Math.min(memory.bytesMax(), 2L * settings.messageBytesMax() + LINE_OVERHEAD);
        int line = 0;
        try (var lines = new LineReader(content, memory, lineBytesMax)) {
            boolean more = true;
            while (more && !outcome.hasFailed()) {
                line++;
                byte[] text = lines.next();
                more = text != null;
                if (text != null) {
                    take(line, text);
                }
            }
        } catch (WriteException e) {
            meters.failed(e);
            outcome.failed(line, e);
        }
        inFlight.acquire(IN_FLIGHT_MAX); // all of them have come to something
        outcome.partitions().forEach(partition -> kafka.wake(topic, partition));
        return outcome.hasFailed()
                ? outcome.problem()
                : new Answer(
                        200, FieldList.of("Content-Type", CONTENT_TYPE, "Cache-Control", "no-store"), outcome.lines());
    }

    private void take(int number, byte[] text) throws WriteException, InterruptedException {
        if (isBlank(text)) {
            return;
        }
        MessageLine.Read line = MessageLine.read(text, topic);
        if (line == null) {
            return;
        }
        if (line.value() != null && line.value().length > valueBytesMax) {
            throw WriteException.tooLarge("a message of this topic may have " + valueBytesMax + " bytes");
        }
        if (outcome.size() >= LINES_MAX) {
            throw WriteException.tooLarge("a batch may have " + LINES_MAX + " messages; send the rest as another");
        }
        inFlight.acquire();
        CompletableFuture<RecordMetadata> answer;
        try {
            answer = kafka.send(topic, line.head().record(topic.name(), line.value()), settings);
        } catch (WriteException e) {
            inFlight.release();
            throw e;
        }
        outcome.sent();
        answer.whenComplete((metadata, failure) -> {
            if (failure == null) {
                meters.written();
                outcome.acknowledged(number, metadata);
            } else {
                WriteException why = Failures.of(topic, failure);
                meters.failed(why);
                outcome.failed(number, why);
            }
            inFlight.release();
        });
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
