package dev.weir.e2e.dataplane;

import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.JavaCommand;
import dev.weir.e2e.host.LogFile;
import dev.weir.e2e.host.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running data-plane, which can be stopped, killed, suspended and started again on the same data and ports. */
public final class DataPlaneProcess implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(2);

    private final DataPlaneSettings settings;
    private final Management management;
    private ChildProcess process;

    private DataPlaneProcess(DataPlaneSettings settings) {
        this.settings = settings;
        this.management = new Management(settings.managementPort());
        this.process = launch(settings);
    }

    /** Starts it; returns when it says that it is ready. */
    public static DataPlaneProcess start(DataPlaneSettings settings) {
        var started = new DataPlaneProcess(settings);
        try {
            started.awaitReady();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Starts it and does not wait, for one that is not expected to become ready. */
    public static ChildProcess launch(DataPlaneSettings settings) {
        try {
            Files.createDirectories(settings.documents());
            Files.createDirectories(settings.data());
            Files.createDirectories(settings.secrets());
            Files.createDirectories(settings.temp());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ChildProcess.start("the data-plane", command(settings), settings.log());
    }

    public Management management() {
        return management;
    }

    public LogFile log() {
        return process.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** SIGTERM; returns the exit status. */
    public int stop() {
        return process.terminate(STOP);
    }

    public void stopIfRunning() {
        if (process.isAlive()) {
            stop();
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Starts one that was stopped or killed; returns when it is ready again. */
    public void start() {
        if (process.isAlive()) {
            throw new IllegalStateException("the data-plane is running");
        }
        process = launch(settings);
        awaitReady();
    }

    public void restart() {
        stop();
        start();
    }

    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    public void awaitReady() {
        process.awaitReady(() -> management.answers("/readyz"), START);
    }

    /** Returns when it has ended by itself. */
    public int awaitExit() {
        return process.awaitExit();
    }

    @Override
    public void close() {
        process.kill();
        management.close();
    }

    private static List<String> command(DataPlaneSettings settings) {
        Path jar = ProjectFolder.root().resolve("dataplane/target/dataplane.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: run ./weir build, or mvn verify rather than mvn test");
        }
        List<String> command = JavaCommand.with(settings.jvmOptions());
        command.add("-Djava.io.tmpdir=" + settings.temp());
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        command.addAll(List.of("--documents", settings.documents().toString()));
        command.addAll(List.of("--data", settings.data().toString()));
        command.addAll(List.of("--secrets", settings.secrets().toString()));
        command.addAll(List.of("--bind", LOOPBACK));
        command.addAll(List.of("--management", LOOPBACK + ":" + settings.managementPort()));
        command.addAll(settings.arguments());
        return ChildProcess.deafToInterrupts(command);
    }
}
