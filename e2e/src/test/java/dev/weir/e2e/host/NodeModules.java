package dev.weir.e2e.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs for Node and the modules that their lock file pins, installed once per build folder. */
public final class NodeModules {
    private static final String LOCK = "package-lock.json";

    private NodeModules() {}

    /**
     * Copies a folder that has a {@code package.json} and installs what it asks for.
     *
     * @param source relative to the module, {@code src/test/js/NAME}
     * @return where it can be run
     */
    public static synchronized Path install(String source) {
        Commands.require("node");
        Commands.require("npm");
        Path from = Path.of(source).toAbsolutePath();
        Path folder =
                Path.of("target", "js", String.valueOf(from.getFileName())).toAbsolutePath();
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(folder);
            boolean current = Files.isDirectory(folder.resolve("node_modules"))
                    && Files.mismatch(from.resolve(LOCK), folder.resolve(LOCK)) < 0;
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
            if (!current) {
                Commands.run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
