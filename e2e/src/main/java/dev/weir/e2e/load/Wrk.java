package dev.weir.e2e.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code wrk}, which asks for the same again and again on many connections. */
record Wrk(String taskset, String program, int core) {
    static final int CONNECTIONS = 64;

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern TROUBLE = Pattern.compile("Socket errors|Non-2xx");

    static Wrk find(int core) {
        return new Wrk(Programs.require("taskset", "util-linux"), Programs.require("wrk", "wrk"), core);
    }

    /** How many answers came. */
    long ask(String url, Duration time) {
        String output = run(List.of(
                taskset,
                "-c",
                Integer.toString(core),
                program,
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + time.toSeconds() + "s",
                url));
        Matcher requests = REQUESTS.matcher(output);
        if (TROUBLE.matcher(output).find() || !requests.find()) {
            throw new IllegalStateException("not all was answered well:\n" + output);
        }
        return Long.parseLong(requests.group(1));
    }

    /** Leaves all threads of a process one core. */
    void pin(long pid, int toCore) {
        run(List.of(taskset, "-a", "-p", "-c", Integer.toString(toCore), Long.toString(pid)));
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
