package dev.weir.e2e.demo;

import dev.weir.e2e.arguments.BadArguments;
import dev.weir.e2e.dataplane.DataPlaneProcess;
import dev.weir.e2e.dataplane.DataPlaneSettings;
import dev.weir.e2e.demo.origin.Origin;
import dev.weir.e2e.demo.shop.Shop;
import dev.weir.e2e.host.ProjectFolder;
import dev.weir.e2e.host.TempFolder;
import dev.weir.e2e.kafka.ClusterSettings;
import dev.weir.e2e.kafka.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code ./weir demo}: starts one part after the other, tells what is where, and stops it all on Ctrl-C. */
final class Demo {
    private final DemoOptions options;
    private final Stage stage = new Stage();

    private Demo(DemoOptions options) {
        this.options = options;
    }

    public static void main(String[] typed) {
        try {
            var options = DemoOptions.parse(List.of(typed));
            if (options.help()) {
                System.out.print(DemoOptions.HELP);
                return;
            }
            List<String> conflicts = PortUse.conflicts(options.ports());
            if (!conflicts.isEmpty()) {
                conflicts.forEach(conflict -> System.err.println("./weir demo: " + conflict));
                System.exit(1);
            }
            new Demo(options).run();
        } catch (BadArguments e) {
            System.err.println("./weir demo: " + e.getMessage() + " (./weir demo --help explains)");
            System.exit(2);
        }
    }

    private void run() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            DataPlaneProcess dataPlane = start();
            keepRunning(dataPlane);
        } catch (Stage.Closed e) {
            // Ctrl-C: the hook stops what was started and ends this process
        } catch (RuntimeException | Error e) {
            System.err.println("\n./weir demo: " + e.getMessage());
            stage.close();
            Runtime.getRuntime().halt(1);
        }
    }

    private DataPlaneProcess start() {
        Path temp = stage.add("the temporary folder", () -> TempFolder.create("weir-demo-"), TempFolder::close)
                .path();
        Path data = options.data().orElse(temp);
        Path documents = temp.resolve("documents");
        new SampleDocuments(ProjectFolder.root().resolve("deploy/samples"), options).render(documents);

        var cluster = ClusterSettings.brokers(1).port(options.upstreamPort()).folder(data.resolve("kafka"));
        KafkaCluster kafka = stage.start("Kafka", () -> KafkaCluster.start(cluster), KafkaCluster::close);
        stage.start("the shop that fills its topics", () -> openShop(kafka), Shop::close);
        stage.start("the sample origin", () -> Origin.start(options.originPort()), Origin::close);

        var plane = DataPlaneSettings.in(temp)
                .data(data.resolve("data"))
                .managementPort(options.managementPort())
                .argument("--drain")
                .argument("2");
        Path purgeToken = SampleDocuments.writePurgeToken(plane.secrets());
        DataPlaneProcess dataPlane =
                stage.start("the data-plane", () -> DataPlaneProcess.start(plane), DataPlaneProcess::stopIfRunning);
        System.out.print(new Welcome(options, documents, purgeToken, plane.log(), dataPlane.pid()).text());
        stage.add("the log", () -> LogFollower.of(plane.log()), LogFollower::close);
        return dataPlane;
    }

    private static Shop openShop(KafkaCluster kafka) {
        Set<String> topics = kafka.topics();
        if (!topics.contains(Shop.ORDERS)) {
            kafka.createTopic(Shop.ORDERS, Shop.PARTITIONS, Shop.ORDERS_SETTINGS);
        }
        if (!topics.contains(Shop.CUSTOMERS)) {
            kafka.createTopic(Shop.CUSTOMERS, Shop.PARTITIONS, Shop.CUSTOMERS_SETTINGS);
        }
        return Shop.open(kafka.bootstrapServers());
    }

    /** So that somebody who kills the data-plane sees it come back. One that does not become ready ends the demo. */
    private void keepRunning(DataPlaneProcess dataPlane) {
        while (true) {
            int status = dataPlane.awaitExit();
            stage.again(() -> {
                System.out.println("The data-plane ended with exit status " + status + " and is started again.");
                long begun = System.nanoTime();
                dataPlane.start();
                System.out.print(Resumption.of(dataPlane.management(), Duration.ofNanos(System.nanoTime() - begun)));
            });
        }
    }

    /** Run by Ctrl-C. An orderly end is a success, which the exit status of a signal would not say. */
    private void stop() {
        System.out.println("\nStopping ...");
        boolean clean = stage.close();
        System.out.println("Stopped.");
        Runtime.getRuntime().halt(clean ? 0 : 1);
    }
}
