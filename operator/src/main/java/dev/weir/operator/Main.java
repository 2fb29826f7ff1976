package dev.weir.operator;

import dev.weir.operator.logging.LogKey;
import dev.weir.operator.logging.Logging;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry. It takes no arguments: everything is set by environment variables. */
public final class Main {
    /** The exit code of a process that cannot start, or must not go on. */
    private static final int CANNOT_GO_ON = 1;

    private static final int MISCONFIGURED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        switch (Environment.read(System.getenv())) {
            case Environment.Misunderstood misunderstood -> {
                misunderstood.problems().forEach(problem -> System.err.println("weir-operator: " + problem));
                System.exit(MISCONFIGURED);
            }
            case Environment.Understood understood -> {
                Settings settings = understood.settings();
                Logging.configure(settings.logFormat(), settings.logLevel());
                run(settings);
            }
        }
    }

    private static void run(Settings settings) {
        Logger log = LoggerFactory.getLogger(Main.class);
        KubernetesClient client = new KubernetesClientBuilder().build();
        try {
            var process = new OperatorProcess(
                    settings,
                    client,
                    Clock.systemUTC(),
                    () -> Runtime.getRuntime().halt(CANNOT_GO_ON));
            var told = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                process.close();
                                client.close();
                                told.countDown();
                            },
                            "stop"));
            process.start();
            told.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.atError()
                    .addKeyValue(LogKey.ADDRESS, settings.port())
                    .log(
                            "The management port cannot be opened: {}. Set {} to another.",
                            e.getMessage(),
                            Setting.PORT.variable());
            System.exit(CANNOT_GO_ON);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue(LogKey.ADDRESS, client.getMasterUrl())
                    .setCause(e)
                    .log("The operator cannot start. See that the API server can be reached, that the "
                            + "CustomResourceDefinitions are installed, and that its role allows what it needs");
            System.exit(CANNOT_GO_ON);
        }
    }
}
