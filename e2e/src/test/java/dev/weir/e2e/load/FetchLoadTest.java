package dev.weir.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FetchLoadTest {
    private static final int RECORDS = 500;
    private static final int RECORD = 2_000;

    @Test
    void readersGoThroughTheTopicAgainAndAgain() throws IOException, ExecutionException, InterruptedException {
        try (var kafka = KafkaCluster.start()) {
            kafka.createTopic("load", 2, Map.of());
            write(kafka.bootstrapServers());
            var server = new Server(
                    "broker", kafka.bootstrapServers(), kafka.broker(1).pid());
            var target = new FetchLoad.Target(server.socketAddress(), "load", 2, 100_000);
            Measurement measured = Measurement.of(server, target, 3, Duration.ofSeconds(1));
            assertThat(measured.bytes()).isGreaterThan(3L * RECORDS * RECORD);
            assertThat(measured.serverCpu()).isPositive();
            assertThat(measured.megabytesPerSecond()).isPositive();
            assertThat(measured.cpuSecondsPerGiB()).isPositive();
        }
    }

    private static void write(String bootstrap) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("load", i % 2, null, new byte[RECORD]))
                        .get();
            }
        }
    }
}
