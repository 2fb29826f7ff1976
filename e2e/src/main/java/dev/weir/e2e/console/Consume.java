package dev.weir.e2e.console;

import dev.weir.e2e.arguments.Arguments;
import dev.weir.e2e.arguments.BadArguments;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** {@code ./weir consume}: prints the messages of a topic as they come, as a client without a group. */
final class Consume {
    private static final String HELP = """
        Usage: ./weir consume TOPIC [OPTION]...

        Prints the messages of a topic, one a line: partition, offset, time, key, headers, value.

          --bootstrap HOST:PORT   where to connect   (127.0.0.1:9092, the demo's cache)
          --from-beginning        everything there is, not only what is new
          --max N                 stop after N messages
          --help                  this text
        """;
    private static final Duration POLL = Duration.ofMillis(200);

    private Consume() {}

    public static void main(String[] typed) {
        Command.run("consume", HELP, typed, () -> consume(List.of(typed)));
    }

    private static void consume(List<String> typed) {
        var arguments = Arguments.parse(typed, Set.of("--bootstrap", "--max"), Set.of("--from-beginning"));
        String topic = arguments.word("TOPIC");
        int most = arguments.number("--max", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        String bootstrap = arguments.value("--bootstrap").orElse(Command.BOOTSTRAP);
        try (var consumer = connect(bootstrap)) {
            consumer.assign(partitions(consumer, bootstrap, topic));
            if (arguments.has("--from-beginning")) {
                consumer.seekToBeginning(consumer.assignment());
            } else {
                consumer.seekToEnd(consumer.assignment());
            }
            print(consumer, most);
        }
    }

    private static KafkaConsumer<String, String> connect(String bootstrap) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "client.id",
                "weir-consume",
                "allow.auto.create.topics",
                "false",
                "default.api.timeout.ms",
                Command.API_TIMEOUT_MILLIS);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<String, String> consumer, String bootstrap, String topic) {
        try {
            var partitions = consumer.partitionsFor(topic);
            if (partitions.isEmpty()) {
                throw new BadArguments("there is no topic " + topic + " at " + bootstrap);
            }
            return partitions.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (TimeoutException e) {
            throw new TimeoutException("no Kafka answers at " + bootstrap);
        }
    }

    /** Ends as well when nobody reads the output any more, as behind {@code | head}. */
    private static void print(KafkaConsumer<String, String> consumer, int most) {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int printed = 0;
        while (printed < most && !out.checkError()) {
            for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
                if (printed < most) {
                    out.println(MessageLine.of(message));
                    printed++;
                }
            }
        }
    }
}
