package dev.weir.e2e.cluster;

import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command, as users type it. Threads: any. */
final class Kubectl implements AutoCloseable {
    private final Cluster cluster;

    /** What it remembers of another cluster at the same address would be wrong here. */
    private final TempFolder memory = TempFolder.create("weir-kubectl-");

    Kubectl(Cluster cluster) {
        this.cluster = cluster;
    }

    /** How a command ended, and everything that it printed. */
    record Result(int status, String output) {}

    /** What it prints; fails with that when it fails. */
    String run(String... arguments) {
        return run("", List.of(arguments));
    }

    String run(String input, List<String> arguments) {
        Result result = attempt(input, arguments);
        if (result.status() != 0) {
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + ": " + result.output());
        }
        return result.output();
    }

    Result attempt(String input, List<String> arguments) {
        var command = new ArrayList<>(List.of("kubectl", "--cache-dir=" + memory.path()));
        command.addAll(arguments);
        try {
            Path typed = Files.createTempFile(memory.path(), "typed", null);
            Files.writeString(typed, input);
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(typed.toFile());
            builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.delete(typed);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
