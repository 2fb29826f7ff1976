package dev.weir.e2e.load;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the system, also those that only its administrator has in the path. */
final class Programs {
    private static final String ADMINISTRATORS = "/usr/local/sbin:/usr/sbin:/sbin";

    private Programs() {}

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + ADMINISTRATORS;
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static String require(String name, String packageName) {
        return find(name)
                .orElseThrow(() -> new MissingProgram("needs " + name + ": install the package " + packageName))
                .toString();
    }
}
