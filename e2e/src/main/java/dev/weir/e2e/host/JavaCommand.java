package dev.weir.e2e.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The beginning of a command that runs Java on the JDK that this JVM is of. */
public final class JavaCommand {
    private JavaCommand() {}

    /** With the options that Netty and Kafka need on today's JVMs, then those given. */
    public static List<String> with(List<String> jvmOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(jvmOptions);
        return command;
    }
}
