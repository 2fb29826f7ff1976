package dev.weir.e2e.kafka;

import dev.weir.e2e.host.JavaCommand;
import dev.weir.e2e.host.ProjectFolder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command that runs a node.
 *
 * <p>Half of a broker's start is loading classes. The first broker that stops cleanly leaves an archive of them in the
 * build folder, which halves the start of every later one; the JVM checks by itself that it still fits. An archive
 * admits no folders of classes, so only the jars of this JVM's class path are passed on.
 */
final class BrokerJvm {
    private BrokerJvm() {}

    static List<String> command(NodeFolder folder, List<String> jvmOptions) {
        String classPath = jars();
        List<String> command = JavaCommand.with(List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive(classPath),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dlog4j2.statusLoggerLevel=OFF",
                "-Djava.io.tmpdir=" + folder.temp(),
                "-Dlogback.configurationFile=" + folder.logging()));
        command.addAll(jvmOptions);
        command.addAll(
                List.of("-cp", classPath, "kafka.Kafka", folder.properties().toString()));
        return command;
    }

    /** Stops one of these brokers cleanly, for the archive that it then writes, unless there is one already. */
    static void leaveArchive(List<KafkaBroker> brokers) {
        if (!Files.exists(archive(jars()))) {
            brokers.stream().filter(KafkaBroker::isRunning).findFirst().ifPresent(KafkaBroker::stopIfRunning);
        }
    }

    private static Path archive(String classPath) {
        String fitsOnly = System.getProperty("java.vm.version") + classPath;
        return ProjectFolder.target().resolve("broker-" + Integer.toHexString(fitsOnly.hashCode()) + ".jsa");
    }

    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.isRegularFile(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
