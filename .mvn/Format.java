import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Checks the formatting of every Java file, or mends it: {@code Format check|apply ROOT}.
 *
 * <p>Run by the build on the JDK that compiles, because the formatter borrows the parser of the JVM it runs on and
 * Maven's own JVM may be too old to parse the sources. It remembers what was right, so that a build in which little
 * changed does not pay for the rest.
 */
class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    private final Path root;
    private final boolean apply;
    private final Set<String> known;
    private final Set<String> right = new ConcurrentSkipListSet<>();
    private final Set<String> wrong = new ConcurrentSkipListSet<>();

    private Format(Path root, boolean apply, Set<String> known) {
        this.root = root;
        this.apply = apply;
        this.known = known;
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[1]);
        Path memory = root.resolve("target/formatted");
        Set<String> known = Files.exists(memory) ? Set.copyOf(Files.readAllLines(memory)) : Set.of();
        Format format = new Format(root, args[0].equals("apply"), known);
        for (String folder : List.of(".mvn", "crds/src", "operator/src", "dataplane/src", "e2e/src")) {
            format.folder(root.resolve(folder));
        }
        Files.createDirectories(memory.getParent());
        Files.write(memory, format.right);
        format.wrong.forEach(line -> System.err.println("[ERROR] " + line));
        System.exit(format.wrong.isEmpty() ? 0 : 1);
    }

    private void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).parallel().forEach(this::file);
        }
    }

    private void file(Path file) {
        try {
            String source = Files.readString(file);
            if (known.contains(digest(source))) {
                right.add(digest(source));
                return;
            }
            String formatted = FORMATTER.formatSourceAndFixImports(source);
            if (source.equals(formatted) || apply) {
                right.add(digest(formatted));
            } else {
                wrong.add(root.relativize(file) + ": not formatted: run ./weir format");
            }
            if (apply && !source.equals(formatted)) {
                Files.writeString(file, formatted);
            }
        } catch (FormatterException | IOException e) {
            wrong.add(root.relativize(file) + ": " + e.getMessage());
        }
    }

    private static String digest(String source) {
        try {
            byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
