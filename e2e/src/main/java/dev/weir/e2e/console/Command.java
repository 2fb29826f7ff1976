package dev.weir.e2e.console;

import dev.weir.e2e.arguments.BadArguments;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;

/** Runs a command and turns what goes wrong into one line and an exit status: 2 for bad arguments, 1 for the rest. */
final class Command {
    static final String BOOTSTRAP = "127.0.0.1:9092";
    static final String API_TIMEOUT_MILLIS = "10000";

    private Command() {}

    static void run(String name, String help, String[] typed, Runnable body) {
        if (Arrays.asList(typed).contains("--help")) {
            System.out.print(help);
            return;
        }
        try {
            body.run();
        } catch (BadArguments e) {
            end(name, e.getMessage() + " (./weir " + name + " --help explains)", 2);
        } catch (KafkaException | CommandFailure e) {
            end(
                    name,
                    e.getMessage()
                            + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()),
                    1);
        }
    }

    private static void end(String name, String problem, int status) {
        System.err.println("./weir " + name + ": " + problem);
        System.exit(status);
    }
}
