package dev.weir.e2e.host;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.weir.e2e.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs that are not part of the build: a laptop may lack them, the build server may not. */
public final class Commands {
    private Commands() {}

    public static void require(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        String missing = program + " is not installed";
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        System.out.println(missing + ": its checks are skipped");
        abort(missing);
    }

    public static byte[] run(@Nullable Path folder, List<String> command) {
        try {
            Path errors = Files.createTempFile("command", ".err");
            try {
                return run(folder, command, errors);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }

    private static byte[] run(@Nullable Path folder, List<String> command, Path errors)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        Process process = builder.start();
        Thread.ofVirtual().start(() -> killLate(process));
        byte[] output = process.getInputStream().readAllBytes();
        int code = process.waitFor();
        if (code != 0) {
            throw new AssertionError(command + " ended with " + code + ":\n" + Files.readString(errors));
        }
        return output;
    }

    private static void killLate(Process process) {
        try {
            if (!process.waitFor(Patience.millis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
