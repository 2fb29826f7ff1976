package dev.weir.e2e.dataplane;

import dev.weir.e2e.host.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a data-plane is started.
 *
 * @param documents the folder of documents that it runs and watches
 * @param data what it keeps
 * @param secrets a folder for each secret, a file for each key
 * @param log what it prints is appended here
 * @param arguments further ones of its command line
 * @param jvmOptions further ones of its JVM
 */
public record DataPlaneSettings(
        Path documents,
        Path data,
        Path secrets,
        Path log,
        int managementPort,
        List<String> arguments,
        List<String> jvmOptions) {

    /** Everything in one folder: {@code documents}, {@code data}, {@code secrets} and {@code dataplane.log}. */
    public static DataPlaneSettings in(Path folder) {
        return new DataPlaneSettings(
                folder.resolve("documents"),
                folder.resolve("data"),
                folder.resolve("secrets"),
                folder.resolve("dataplane.log"),
                FreePort.pick(),
                List.of(),
                List.of());
    }

    /** Where libraries unpack their native code, which a killed process does not clean up. */
    Path temp() {
        return log.resolveSibling("tmp");
    }

    public DataPlaneSettings data(Path data) {
        return new DataPlaneSettings(documents, data, secrets, log, managementPort, arguments, jvmOptions);
    }

    public DataPlaneSettings managementPort(int port) {
        return new DataPlaneSettings(documents, data, secrets, log, port, arguments, jvmOptions);
    }

    public DataPlaneSettings argument(String argument) {
        return new DataPlaneSettings(
                documents, data, secrets, log, managementPort, and(arguments, argument), jvmOptions);
    }

    public DataPlaneSettings jvmOption(String option) {
        return new DataPlaneSettings(documents, data, secrets, log, managementPort, arguments, and(jvmOptions, option));
    }

    private static List<String> and(List<String> list, String last) {
        var more = new ArrayList<>(list);
        more.add(last);
        return List.copyOf(more);
    }
}
