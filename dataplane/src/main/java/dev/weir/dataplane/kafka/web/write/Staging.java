package dev.weir.dataplane.kafka.web.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where content waits until all of it has come: short content in memory, the rest in files. What a process that was
 * killed left there is deleted when the next one begins; nobody was told that it was written.
 */
final class Staging {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int RESERVED_AHEAD = 256 * 1024;

    private final Path folder;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong names = new AtomicLong();
    private volatile long bytesMax;

    private Staging(Path folder) {
        this.folder = folder;
    }

    /** Begins with nothing. */
    static Staging in(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> leftovers = Files.list(folder)) {
                for (Path leftover : leftovers.toList()) {
                    Files.delete(leftover);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Staging(folder);
    }

    void limit(long bytes) {
        bytesMax = bytes;
    }

    long used() {
        return used.get();
    }

    long bytesMax() {
        return bytesMax;
    }

    /**
     * Takes all of it in; nothing of it is let come for which there is no room.
     *
     * @param begin lets it come
     * @param length -1 where its end will tell
     * @param messageBytesMax how long it may be
     */
    StagedBody receive(Supplier<? extends InputStream> begin, long length, long messageBytesMax)
            throws WriteException, IOException {
        if (length > messageBytesMax) {
            throw tooLong(messageBytesMax);
        }
        var reserved = new Reserved();
        reserved.atLeast(Math.max(length, 0));
        try (InputStream content = begin.get()) {
            var piece = new byte[PIECE_BYTES];
            int first = content.readNBytes(piece, 0, piece.length);
            reserved.atLeast(first);
            if (first > messageBytesMax) {
                throw tooLong(messageBytesMax);
            }
            if (first < piece.length) {
                reserved.exactly(first);
                return new StagedBody(Arrays.copyOf(piece, first), null, first, reserved::none);
            }
            return toFile(piece, content, messageBytesMax, reserved);
        } catch (WriteException | IOException | RuntimeException e) {
            reserved.none();
            throw e;
        }
    }

    private StagedBody toFile(byte[] piece, InputStream content, long messageBytesMax, Reserved reserved)
            throws WriteException, IOException {
        Path file = folder.resolve(names.incrementAndGet() + ".staged");
        try (FileChannel out = create(file)) {
            long length = 0;
            for (int read = piece.length; read > 0; read = content.readNBytes(piece, 0, piece.length)) {
                length += read;
                if (length > messageBytesMax) {
                    throw tooLong(messageBytesMax);
                }
                reserved.atLeast(length);
                write(out, ByteBuffer.wrap(piece, 0, read));
            }
            reserved.exactly(length);
            return new StagedBody(null, file, length, reserved::none);
        } catch (WriteException | IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static FileChannel create(Path file) throws WriteException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws WriteException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static WriteException full(IOException e) {
        return WriteException.unavailable("nothing was written, as it cannot be staged: " + e.getMessage());
    }

    private static WriteException tooLong(long messageBytesMax) {
        return WriteException.tooLarge("nothing was written: a message of this topic may have " + messageBytesMax
                + " bytes (max.message.bytes of the topic, and listeners.web.produce.maxMessageSize of the binding)");
    }

    /** What one request has of all that there is. */
    private final class Reserved {
        private long bytes;

        void atLeast(long needed) throws WriteException {
            if (needed <= bytes) {
                return;
            }
            long more = bytes == 0 ? needed : Math.max(needed - bytes, RESERVED_AHEAD);
            if (used.addAndGet(more) > bytesMax) {
                used.addAndGet(-more);
                throw WriteException.tooMuch("nothing was written: with this, more than " + bytesMax
                        + " bytes would be on their way to Kafka (limits.stagedBytes); come again soon");
            }
            bytes += more;
        }

        void exactly(long needed) {
            used.addAndGet(needed - bytes);
            bytes = needed;
        }

        void none() {
            exactly(0);
        }
    }
}
