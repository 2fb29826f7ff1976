import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where images take shape, below {@code target/images/work}: a root folder that all images begin with, and one more for
 * each program. Every file has the same time of modification here as in the image, because the JVM compares it with the
 * one that it noted in its AOT cache.
 */
record Staging(Path project, Instant time) {
    /** Jars with native code for one platform end with its name. */
    private static final Pattern PLATFORM = Pattern.compile("-(linux|osx|windows)-\\w+\\.jar$");

    Path images() {
        return project.resolve("target/images");
    }

    Path work() {
        return images().resolve("work");
    }

    /** The root folder of what the images have in common. */
    Path common() {
        return work().resolve("common");
    }

    Path javaHome() {
        return common().resolve("opt/java");
    }

    /** The root folder of what a program adds. */
    Path root(Program program) {
        return work().resolve(program.module);
    }

    Path home(Program program) {
        return root(program).resolve("opt/weir");
    }

    Path jar(Program program) {
        return home(program).resolve(program.module + ".jar");
    }

    Path libraries(Program program) {
        return home(program).resolve("lib");
    }

    Path aotCache(Program program) {
        return home(program).resolve(program.module + ".aot");
    }

    /** A folder for what a program writes while it is trained. */
    Path scratch(Program program) {
        return work().resolve(program.module + "-training");
    }

    /** The jars of a program, without those for other platforms. */
    void addJars(Program program) throws IOException {
        Path target = project.resolve(program.module).resolve("target");
        Files.createDirectories(libraries(program));
        copy(target.resolve(program.module + ".jar"), jar(program));
        try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
            for (Path jar : jars.filter(Staging::isOfThisPlatform).toList()) {
                copy(jar, libraries(program).resolve(jar.getFileName()));
            }
        }
    }

    private static boolean isOfThisPlatform(Path jar) {
        String name = jar.getFileName().toString();
        if (name.startsWith("native-linux-")) { // of Brotli, whose version comes after
            return name.startsWith("native-linux-" + Platforms.brotliName() + "-");
        }
        return !PLATFORM.matcher(name).find() || name.endsWith("-linux-" + Platforms.nettyName() + ".jar");
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    void setTimes() throws IOException {
        try (Stream<Path> files = Files.walk(work())) {
            files.filter(file -> !Files.isSymbolicLink(file)).forEach(file -> {
                try {
                    Files.setLastModifiedTime(file, FileTime.from(time));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    void delete() throws IOException {
        if (!Files.exists(work())) {
            return;
        }
        try (Stream<Path> files = Files.walk(work())) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }
}
