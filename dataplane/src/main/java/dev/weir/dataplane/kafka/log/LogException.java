package dev.weir.dataplane.kafka.log;

import java.io.IOException;

/** An append or truncation that did not happen. The log is as it was before. */
public abstract sealed class LogException extends IOException {
    private static final long serialVersionUID = 1;

    LogException(String message, Throwable cause) {
        super(message, cause);
    }

    LogException(String message) {
        super(message);
    }

    /** No room on the volume. Keep the batches or fetch them again; append again later. */
    public static final class DiskFull extends LogException {
        private static final long serialVersionUID = 1;

        DiskFull(String message) {
            super(message);
        }
    }

    /** The bytes given are not sound record batches (checksum, size, magic). Fetch again. */
    public static final class Corrupt extends LogException {
        private static final long serialVersionUID = 1;

        Corrupt(Throwable cause) {
            super("The batches are not sound: " + cause.getMessage(), cause);
        }
    }

    /**
     * The batches begin below this log's end, or their offsets fall. Fetch again from {@link PartitionLog#endOffset}.
     */
    public static final class OutOfOrder extends LogException {
        private static final long serialVersionUID = 1;

        OutOfOrder(String reason) {
            super("The batches do not follow the log: " + reason);
        }

        OutOfOrder(Throwable cause) {
            super("The batches do not follow the log: " + cause.getMessage(), cause);
        }
    }

    /** The partition's files failed, or it is closed or deleted; see {@link PartitionLog#state}. */
    public static final class Unavailable extends LogException {
        private static final long serialVersionUID = 1;

        Unavailable(String message) {
            super(message);
        }

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
