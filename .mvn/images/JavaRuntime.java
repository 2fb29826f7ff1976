import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of the JDK that the programs need; one for all images, so that a node fetches and keeps it once. */
class JavaRuntime {
    /** SnakeYAML can fill JavaBeans, which nobody asks it to here; the module is a third of a runtime. */
    private static final Set<String> NOT_NEEDED = Set.of("java.desktop");

    private JavaRuntime() {}

    static Set<String> build(Staging staging) throws IOException {
        var modules = new TreeSet<String>();
        for (Program program : Program.values()) {
            modules.addAll(modulesOf(program, staging));
        }
        modules.removeAll(NOT_NEEDED);
        run(
                "jlink",
                "--add-modules",
                String.join(",", modules),
                "--no-header-files",
                "--no-man-pages",
                "--output",
                staging.javaHome().toString());
        return modules;
    }

    private static List<String> modulesOf(Program program, Staging staging) throws IOException {
        String libraries;
        try (Stream<Path> jars = Files.list(staging.libraries(program))) {
            libraries = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        String modules = run(
                "jdeps",
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--class-path",
                libraries,
                staging.jar(program).toString());
        return List.of(modules.strip().split(","));
    }

    private static String run(String tool, String... arguments) throws IOException {
        var output = new StringWriter();
        var writer = new PrintWriter(output);
        int status = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        if (status != 0) {
            var command = new ArrayList<>(List.of(tool));
            command.addAll(List.of(arguments));
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output.toString();
    }
}
