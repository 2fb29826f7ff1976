package dev.weir.dataplane.kafka.wire.frame;

import java.nio.channels.FileChannel;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/**
 * Record batches that lie in a file, as a part of a response: the generated message classes count their size, and the
 * connection sends them from there.
 *
 * @param release gives the file back when the bytes are sent, or will not be. Run once, on any thread.
 */
public record FileSlice(FileChannel channel, long position, int length, Runnable release) implements BaseRecords {
    @Override
    public int sizeInBytes() {
        return length;
    }

    @Override
    public RecordsSend<FileSlice> toSend() {
        throw new UnsupportedOperationException("sent by the connection, not by Kafka's own network layer");
    }
}
