package dev.weir.e2e.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.KcatReader;
import dev.weir.e2e.cache.client.Reader;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.RequiresProgram;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/**
 * Brokers still keep and serve what producers wrote before Kafka 0.11, as it was written. No producer can write it any
 * more, so it is put where the broker keeps its log.
 */
@RequiresProgram("kcat")
class OldFormatTest {
    private static final String TOPIC = "story-old-format";

    @Test
    void recordsInFormatsOfBeforeKafka0Dot11AreReadAsTheBrokerGivesThem() throws IOException {
        try (var folder = TempFolder.create("weir-old-format-");
                var site = Site.start(Site.quick(1).folder(folder.path()), 1, binding -> binding)) {
            site.kafka().createTopic(TOPIC, 1, Map.of());
            site.kafka().broker(1).stop();
            append(folder.path().resolve("broker-1/data/" + TOPIC + "-0/00000000000000000000.log"));
            site.kafka().broker(1).start();
            try (var writer = Writer.open(site.broker(), Map.of())) {
                writer.send(TOPIC, 0, "new");
            }
            var extent = Extent.of(site.broker(), Set.of(TOPIC), IsolationLevel.READ_UNCOMMITTED);
            Contents truth = JavaReader.ASSIGN.read(site.broker(), extent);
            assertThat(truth.size()).isEqualTo(17);
            for (Reader reader : List.of(JavaReader.ASSIGN, KcatReader.ASSIGN)) {
                truth.seenAs(reader::sees).mustEqual(reader.read(site.cache(), extent), reader.toString());
            }
        }
    }

    /** Plain and compressed, without timestamps and with them. */
    private static void append(Path log) throws IOException {
        try (var file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            long offset = 0;
            for (byte magic : List.of(RecordBatch.MAGIC_VALUE_V0, RecordBatch.MAGIC_VALUE_V1)) {
                for (Compression codec :
                        List.of(Compression.NONE, Compression.gzip().build())) {
                    file.write(batch(magic, codec, offset).buffer());
                    offset += 4;
                }
            }
        }
    }

    private static MemoryRecords batch(byte magic, Compression codec, long offset) {
        var records = new SimpleRecord[4];
        for (int i = 0; i < records.length; i++) {
            records[i] = new SimpleRecord(
                    1_500_000_000_000L + offset + i, bytes("key " + i), bytes("old " + magic + " " + i));
        }
        return MemoryRecords.withRecords(magic, offset, codec, TimestampType.CREATE_TIME, records);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
