package dev.weir.e2e.cache.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Writer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/**
 * Records of one topic with two partitions, on their way through a connection.
 *
 * @param broker the plain listener, which tells what is true
 */
record Traffic(String broker, String topic) {
    /** Records are written and, with all before them, read there as the broker has them. */
    void mustPass(String address, Map<String, Object> settings) {
        try (var writer = Writer.open(address, settings)) {
            for (int i = 0; i < 100; i++) {
                writer.send(topic, i % 2, "record " + i);
            }
        }
        Contents truth = truth();
        assertThat(truth.size()).isGreaterThanOrEqualTo(100);
        truth.mustEqual(JavaReader.ASSIGN.read(address, extent(), settings), address);
    }

    /** What was written before is read there, as the broker has it. */
    void mustBeRead(String address) {
        truth().mustEqual(JavaReader.ASSIGN.read(address, extent()), address);
    }

    private Contents truth() {
        return JavaReader.ASSIGN.read(broker, extent());
    }

    private Extent extent() {
        return Extent.of(broker, Set.of(topic), IsolationLevel.READ_UNCOMMITTED);
    }
}
