package dev.weir.e2e.host;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of few bytes, in memory. Only root can make one: for anybody else the test is skipped with a line that
 * says so; in continuous integration, which sets CI to true, it fails.
 */
public final class SmallVolume implements AutoCloseable {
    private static final int BLOCK = 4_096;

    private final TempFolder folder;

    private SmallVolume(TempFolder folder) {
        this.folder = folder;
    }

    public static SmallVolume mount(int mebibytes) {
        var folder = TempFolder.create("weir-volume-");
        String problem = run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                size(mebibytes),
                "tmpfs",
                folder.path().toString());
        if (problem.isEmpty()) {
            return new SmallVolume(folder);
        }
        folder.close();
        String missing = "no small file system can be mounted here, which takes root: " + problem;
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        System.out.println("Skipped: " + missing);
        return abort(missing);
    }

    public Path path() {
        return folder.path();
    }

    /** Larger than it was, or smaller, but never smaller than what is on it. */
    public void resize(int mebibytes) {
        must(run("mount", "-o", "remount," + size(mebibytes), path().toString()));
    }

    /** Takes every block that is left. */
    public void fill() {
        try (OutputStream ballast =
                Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(path()).getUsableSpace() >= BLOCK) {
                ballast.write(new byte[BLOCK]);
            }
        } catch (IOException e) {
            // somebody else has taken the last block, which is as well
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    public void relieve() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return path().resolve("ballast");
    }

    @Override
    public void close() {
        must(run("umount", path().toString()));
        folder.close();
    }

    private static String size(int mebibytes) {
        return "size=" + mebibytes + "m";
    }

    private static void must(String problem) {
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
    }

    /** Empty when it went well, otherwise what the command said. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : command[0] + ": " + output.strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
