package dev.weir.dataplane.kafka.web.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.web.Batches;
import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.RecordDecoder;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageWriterTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"a": [1, 2.50, 12345678901234567890]} | "value":{"a": [1, 2.50, 12345678901234567890]}
        "text"                                 | "value":"text"
        1e400                                  | "value":1e400
        null                                   | "value":null
        {"a": 1} x                             | "text":"{\\"a\\": 1} x"
        {"a":                                  | "text":"{\\"a\\":"
        hello "you"                            | "text":"hello \\"you\\""
        """)
    void aValueIsJsonWhereItIsJsonAndTextWhereItIsNot(String value, String written) {
        assertThat(write(Batches.batch().add(-1, null, value)))
                .isEqualTo("{\"partition\":0,\"offset\":0," + written + "}");
    }

    @Test
    void bytesThatAreNoTextAreBase64() {
        byte[] bytes = "ÿþ".getBytes(ISO_8859_1);
        assertThat(write(Batches.batch().addBytes(-1, null, bytes))).endsWith("\"base64\":\"//4=\"}");
    }

    @Test
    void anEmptyValueIsAnEmptyTextAndNoneIsATombstone() {
        assertThat(write(Batches.batch().add(-1, "k", ""))).endsWith("\"key\":\"k\",\"text\":\"\"}");
        assertThat(write(Batches.batch().add(-1, "k", null))).endsWith("\"key\":\"k\",\"tombstone\":true}");
    }

    @Test
    void headersThatAreRepeatedAreAList() {
        assertThat(write(Batches.batch().add(-1, null, "1", "a", "x", "b", "y", "a", "z")))
                .contains("\"headers\":{\"a\":[\"x\",\"z\"],\"b\":\"y\"}");
    }

    @Test
    void linesOfJsonBecomeOne() {
        assertThat(write(Batches.batch().add(-1, null, "{\r\n\"a\": \"\\n\"\n}")))
                .endsWith("\"value\":{  \"a\": \"\\n\" }}");
    }

    @Test
    void asBase64ValuesAreWhatTheyAre() {
        Message message = message(Batches.batch().add(-1, "k", "{}"));
        assertThat(new String(MessageWriter.BASE64.json(message), UTF_8))
                .endsWith("\"key\":\"k\",\"base64\":\"e30=\"}");
        assertThat(new String(MessageWriter.READABLE.json(message), UTF_8)).endsWith("\"value\":{}}");
    }

    private static String write(Batches batch) {
        return new String(MessageWriter.READABLE.json(message(batch)), UTF_8);
    }

    private static Message message(Batches batch) {
        return new RecordDecoder(0)
                .decode(Uuid.randomUuid(), new TopicPartition("t", 0), 0, batch.at(0), List.of())
                .list()
                .getFirst();
    }
}
