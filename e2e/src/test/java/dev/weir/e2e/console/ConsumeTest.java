package dev.weir.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.demo.shop.Shop;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.JavaCommand;
import dev.weir.e2e.kafka.KafkaCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir consume} and {@code ./weir topics} as processes, on topics that the demo's shop fills. */
@Timeout(300)
class ConsumeTest {
    private static final KafkaCluster kafka = KafkaCluster.start();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private record Outcome(int status, List<String> lines) {}

    @BeforeAll
    static void openAndCloseTheShop() {
        kafka.createTopic(Shop.ORDERS, Shop.PARTITIONS, Shop.ORDERS_SETTINGS);
        kafka.createTopic(Shop.CUSTOMERS, Shop.PARTITIONS, Shop.CUSTOMERS_SETTINGS);
        Shop.open(kafka.bootstrapServers()).close();
    }

    @AfterAll
    static void close() {
        kafka.close();
    }

    @Test
    void messagesArePrintedOneALineWithKeyHeadersAndValue() throws Exception {
        Outcome outcome = run(Consume.class, "orders", "--from-beginning", "--max", "50", "--bootstrap", bootstrap());

        assertThat(outcome.status()).isZero();
        assertThat(outcome.lines())
                .hasSize(50)
                .allMatch(line ->
                        line.matches("[0-3]/\\d+\t\\S+Z\to-\\d+\tregion=(eu|us|ap)\t\\{\"order\":\"o-\\d+\",.*\\}"));
    }

    @Test
    void topicsAreListedInOrder() throws Exception {
        assertThat(run(Topics.class, "--bootstrap", bootstrap()))
                .isEqualTo(new Outcome(0, List.of("customers", "orders")));
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() throws Exception {
        assertThat(run(Consume.class, "oders", "--bootstrap", bootstrap()))
                .isEqualTo(new Outcome(
                        2,
                        List.of("./weir consume: there is no topic oders at " + bootstrap()
                                + " (./weir consume --help explains)")));
    }

    @Test
    void anAddressWhereNoKafkaAnswersIsNamed() throws Exception {
        String nobody = "127.0.0.1:" + FreePort.pick();

        assertThat(run(Topics.class, "--bootstrap", nobody))
                .isEqualTo(new Outcome(1, List.of("./weir topics: no Kafka answers at " + nobody)));
    }

    private static String bootstrap() {
        return kafka.bootstrapServers();
    }

    private Outcome run(Class<?> command, String... arguments) throws Exception {
        List<String> line = JavaCommand.with(List.of("-cp", System.getProperty("java.class.path"), command.getName()));
        line.addAll(List.of(arguments));
        ChildProcess process = ChildProcess.start(command.getSimpleName(), line, folder.resolve("output"));
        int status = process.awaitExit();
        return new Outcome(status, Files.readAllLines(folder.resolve("output")));
    }
}
