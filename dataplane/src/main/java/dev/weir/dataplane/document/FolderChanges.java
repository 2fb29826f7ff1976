package dev.weir.dataplane.document;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until something may have changed in a folder: at once where the system tells, and after half a second anyway,
 * because it does not tell everything (a link that leads elsewhere now, a network file system, a folder that was
 * replaced).
 */
final class FolderChanges implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FolderChanges.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Duration QUIET_TIME = Duration.ofMillis(50);

    private final @Nullable WatchService watcher;
    private @Nullable WatchKey key;

    FolderChanges() {
        watcher = open();
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("The system cannot watch files, they are polled");
            return null;
        }
    }

    /** Waits, until something happened in the folder, some time passed, or there is nothing to wait for any more. */
    void await(Path folder, CountDownLatch closed) throws InterruptedException {
        WatchService system = watcher;
        if (system == null || !register(system, folder)) {
            closed.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        try {
            WatchKey changed = system.poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (changed != null) {
                // one look is enough for what happens in quick succession, and for a folder where others are busy
                closed.await(QUIET_TIME.toMillis(), TimeUnit.MILLISECONDS);
                changed.pollEvents();
                changed.reset();
            }
        } catch (ClosedWatchServiceException e) {
            closed.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean register(WatchService system, Path folder) {
        WatchKey current = key;
        if (current != null && current.isValid() && folder.equals(current.watchable())) {
            return true;
        }
        if (current != null) {
            current.cancel();
        }
        try {
            key = folder.register(
                    system,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return true;
        } catch (IOException | ClosedWatchServiceException e) {
            // the folder is gone or may not be read: reading it tells, here it is only looked at again later
            key = null;
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (watcher != null) {
                watcher.close();
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue(LogKey.REASON, e.getMessage()).log("Watching files did not end well");
        }
    }
}
