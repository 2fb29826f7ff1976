package dev.weir.e2e.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program run by this JVM that dies with it, however this JVM dies.
 *
 * <p>Beside each child a shell waits on a pipe whose other end only this JVM holds: when the pipe closes without a
 * word, the shell kills the child. A shutdown hook would not survive {@code kill -9}.
 */
public final class ChildProcess {
    private static final String WATCHDOG = "trap '' INT TERM HUP; read -r word || kill -9 \"$0\"";
    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final LogFile log;
    private final Process process;
    private final Process watchdog;

    private ChildProcess(String name, LogFile log, Process process, Process watchdog) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.watchdog = watchdog;
    }

    /** Starts the command; what it prints is appended to the log file. */
    public static ChildProcess start(String name, List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            return new ChildProcess(name, new LogFile(log), process, watch(process));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private static Process watch(Process process) throws IOException {
        try {
            return new ProcessBuilder("sh", "-c", WATCHDOG, Long.toString(process.pid())).start();
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * The command, deaf to the interrupt that Ctrl-C sends to everything in the terminal: its parent stops it, in the
     * parent's order. A JVM honours a signal that is ignored when it starts.
     */
    public static List<String> deafToInterrupts(List<String> command) {
        var wrapped = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    /** Waits until the condition holds; fails with the end of the log when the process ends first or time is up. */
    public void awaitReady(BooleanSupplier ready, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!ready.getAsBoolean()) {
            if (exitsWithin(POLL)) {
                throw failure("ended with exit status " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not ready within " + within.toSeconds() + " s");
            }
        }
    }

    /** The exception to throw about this process: what happened, and the end of its log. */
    public IllegalStateException failure(String what) {
        return new IllegalStateException(name + " " + what + ". The end of " + log.path() + ":\n" + log.tail());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public LogFile log() {
        return log;
    }

    /** SIGTERM, and SIGKILL when that did not help in time. Returns the exit status. */
    public int terminate(Duration within) {
        process.destroy();
        if (!exitsWithin(within)) {
            kill();
            throw failure("did not stop within " + within.toSeconds() + " s of SIGTERM and was killed");
        }
        dismissWatchdog();
        return process.exitValue();
    }

    /** SIGKILL: nothing is flushed, nothing said goodbye to. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits for the process to end by itself. Returns its exit status. */
    public int awaitExit() {
        try {
            int status = process.waitFor();
            dismissWatchdog();
            return status;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGSTOP: still connected, holds its ports, answers nothing. */
    public void suspend() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    /** Sends a signal by its POSIX name without the SIG, such as INT. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean exitsWithin(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Only after the child's end: any word stops the watchdog from killing a number that may be another's by now. */
    private void dismissWatchdog() {
        try (var pipe = watchdog.outputWriter()) {
            pipe.write("done\n");
        } catch (IOException e) {
            watchdog.destroyForcibly();
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
