package dev.weir.dataplane.kafka.web.write;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content that has come whole, in memory or in a file, until it is closed. */
final class StagedBody implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StagedBody.class);

    private final byte @Nullable [] bytes;
    private final @Nullable Path file;
    private final long length;
    private final Runnable onClose;
    private boolean closed;

    StagedBody(byte @Nullable [] bytes, @Nullable Path file, long length, Runnable onClose) {
        this.bytes = bytes;
        this.file = file;
        this.length = length;
        this.onClose = onClose;
    }

    long length() {
        return length;
    }

    boolean isInMemory() {
        return bytes != null;
    }

    byte[] bytes() throws IOException {
        if (bytes != null) {
            return bytes;
        }
        return file == null ? new byte[0] : Files.readAllBytes(file);
    }

    InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(bytes()) : Files.newInputStream(file);
    }

    /** Once is enough. A file that cannot be deleted is when the next process begins. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                log.atWarn().setCause(e).log("What was staged cannot be deleted");
            } finally {
                onClose.run();
            }
        }
    }
}
