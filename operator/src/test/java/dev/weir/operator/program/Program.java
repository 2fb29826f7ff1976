package dev.weir.operator.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Program {
    private static final long SECONDS_MAX = 120;

    private Program() {}

    /** What it printed; fails with that when it did not end well. */
    public static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("weir-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
            process.destroyForcibly();
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("it ends: %s%n%s", List.of(command), printed).isTrue();
            assertThat(process.exitValue())
                    .as("%s%n%s", List.of(command), printed)
                    .isZero();
            return printed;
        } finally {
            Files.delete(output);
        }
    }
}
