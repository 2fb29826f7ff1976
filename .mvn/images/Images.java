import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Builds the container images: {@code Images PROJECT VERSION TIME}. Neither Docker nor a registry is needed: what
 * programs need of a system is taken from this one.
 */
class Images {
    private static final double MEBIBYTE = 1024 * 1024;

    private Images() {}

    public static void main(String[] arguments) throws Exception {
        try {
            build(new Staging(Path.of(arguments[0]).toRealPath(), Instant.parse(arguments[2])), arguments[1]);
        } catch (IOException | IllegalStateException e) {
            System.err.println("[ERROR] " + e.getMessage());
            System.exit(1);
        }
        // Jib's threads would keep the JVM for a minute
        System.exit(0);
    }

    private static void build(Staging staging, String version) throws Exception {
        staging.delete();
        for (Program program : Program.values()) {
            staging.addJars(program);
        }
        System.out.println("  A runtime of " + String.join(", ", JavaRuntime.build(staging)));
        SharedLibraries.add(staging);
        BaseSystem.add(staging);
        staging.setTimes();
        for (Program program : Program.values()) {
            Training.run(program, staging);
            Path archive = new Archive(program, staging, version).write();
            System.out.printf(
                    "  weir/%s:%s, %.0f MiB: %s%n",
                    program.module,
                    version,
                    Files.size(archive) / MEBIBYTE,
                    staging.project().relativize(archive));
        }
        staging.delete();
    }
}
