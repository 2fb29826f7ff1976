package dev.weir.e2e.console;

import dev.weir.e2e.arguments.Arguments;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** {@code ./weir topics}: the names of the topics that a Kafka, or a cache of one, has. */
final class Topics {
    private static final String HELP = """
        Usage: ./weir topics [OPTION]...

        Prints the names of the topics, one a line.

          --bootstrap HOST:PORT   where to connect   (127.0.0.1:9092, the demo's cache)
          --help                  this text
        """;

    private Topics() {}

    public static void main(String[] typed) {
        Command.run("topics", HELP, typed, () -> {
            var arguments = Arguments.parse(List.of(typed), Set.of("--bootstrap"), Set.of());
            arguments.noWords();
            print(arguments.value("--bootstrap").orElse(Command.BOOTSTRAP));
        });
    }

    private static void print(String bootstrap) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "client.id",
                "weir-topics",
                "request.timeout.ms",
                Command.API_TIMEOUT_MILLIS,
                "default.api.timeout.ms",
                Command.API_TIMEOUT_MILLIS);
        try (var admin = Admin.create(settings)) {
            new TreeSet<>(admin.listTopics().names().get()).forEach(System.out::println);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new TimeoutException("no Kafka answers at " + bootstrap)
                    : new KafkaException("cannot list the topics at " + bootstrap, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
