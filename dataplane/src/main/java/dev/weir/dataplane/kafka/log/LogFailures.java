package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;

/**
 * Hears of the I/O errors of one partition. The engine would declare the whole directory dead and refuse reads from
 * then on; here the operation that failed fails, and what becomes of the partition is its own decision.
 */
final class LogFailures extends LogDirFailureChannel {
    private final Consumer<IOException> onFailure;

    LogFailures(Consumer<IOException> onFailure) {
        super(1);
        this.onFailure = onFailure;
    }

    @Override
    public boolean hasOfflineLogDir(String directory) {
        return false;
    }

    @Override
    public void maybeAddOfflineLogDir(String directory, String message, IOException cause) {
        onFailure.accept(cause);
    }
}
