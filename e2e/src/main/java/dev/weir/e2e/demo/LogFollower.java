package dev.weir.e2e.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;

/** Copies what is appended to a file from now on to the terminal, like {@code tail -f}. */
final class LogFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Path file;
    private final Thread thread;

    private LogFollower(Path file) {
        this.file = file;
        this.thread = Thread.ofPlatform().name("log").daemon().start(this::follow);
    }

    static LogFollower of(Path file) {
        return new LogFollower(file);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void follow() {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(log.length());
            byte[] buffer = new byte[8 * 1024];
            while (true) {
                int read = log.read(buffer);
                if (read > 0) {
                    System.out.write(buffer, 0, read);
                    System.out.flush();
                } else {
                    Thread.sleep(POLL);
                }
            }
        } catch (IOException e) {
            System.err.println("No longer following " + file + ": " + e.getMessage());
        } catch (InterruptedException e) {
            // closed
        }
    }
}
