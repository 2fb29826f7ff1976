package dev.weir.dataplane.kafka.log;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Appends again what {@link Tail} took off, up to the first batch that is torn, damaged or missing; that one and what
 * follows is fetched again. Batches that are in the log already are passed over, so a replay that was itself cut short
 * can be done again.
 */
final class Replay {
    private static final int CHUNK_BYTES = 256 << 10;

    private final EngineLog log;
    private final FileChannel file;
    private long bytes;

    private Replay(EngineLog log, FileChannel file) {
        this.log = log;
        this.file = file;
    }

    static long into(EngineLog log, Path replay) throws IOException {
        if (!Files.exists(replay)) {
            return 0;
        }
        Replay run;
        try (FileChannel file = FileChannel.open(replay, READ);
                FileRecords records = FileRecords.open(replay.toFile(), false)) {
            run = new Replay(log, file);
            run.all(records);
        }
        // what was replayed is in the segments now; a crash before the next mark takes it off again
        Files.delete(replay);
        return run.bytes;
    }

    private void all(FileRecords records) throws IOException {
        int from = 0;
        int to = 0;
        long next = log.unwrap().logEndOffset();
        try {
            for (FileChannelRecordBatch batch : records.batches()) {
                if (from == to && batch.lastOffset() < log.unwrap().logEndOffset()) {
                    from = batch.position() + batch.sizeInBytes();
                    to = from;
                    continue;
                }
                if (batch.baseOffset() > next && !log.unwrap().config().compact) {
                    break; // a file is gone, and readers would never know
                }
                next = batch.nextOffset();
                if (to > from && to - from + batch.sizeInBytes() > CHUNK_BYTES) {
                    if (!append(from, to)) {
                        return;
                    }
                    from = to;
                }
                to = batch.position() + batch.sizeInBytes();
            }
        } catch (CorruptRecordException e) {
            // the sizes make no sense from here on
        }
        append(from, to);
    }

    /** False when something in it is damaged; what came before that is appended. */
    private boolean append(int from, int to) throws IOException {
        if (from == to) {
            return true;
        }
        MemoryRecords chunk = read(from, to);
        try {
            bytes += log.appending().append(chunk, Integer.MAX_VALUE).bytes();
            return true;
        } catch (LogException.Corrupt | LogException.OutOfOrder e) {
            return appendSingly(chunk);
        }
    }

    private boolean appendSingly(MemoryRecords chunk) throws IOException {
        int at = 0;
        try {
            for (var batch : chunk.batches()) {
                bytes += log.appending()
                        .append(chunk.slice(at, batch.sizeInBytes()), Integer.MAX_VALUE)
                        .bytes();
                at += batch.sizeInBytes();
            }
            return true;
        } catch (LogException.Corrupt | LogException.OutOfOrder | CorruptRecordException e) {
            return false;
        }
    }

    private MemoryRecords read(int from, int to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(to - from);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + (long) buffer.position()) < 0) {
                throw new IOException("The file of a replay has become shorter.");
            }
        }
        return MemoryRecords.readableRecords(buffer.flip());
    }
}
