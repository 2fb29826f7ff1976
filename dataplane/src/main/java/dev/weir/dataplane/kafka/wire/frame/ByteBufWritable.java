package dev.weir.dataplane.kafka.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Where the generated message classes write to: a buffer that is cut wherever records belong, so that they are sent
 * from where they lie. What comes out is a row of pieces: buffers, files, buffers.
 */
final class ByteBufWritable implements Writable {
    private final ByteBuf buffer;
    private final List<Piece> pieces = new ArrayList<>();
    private int cut;

    ByteBufWritable(ByteBuf buffer) {
        this.buffer = buffer;
        this.cut = buffer.writerIndex();
    }

    /** All that was written. The buffer's own reference goes with it. */
    List<Piece> finish() {
        if (pieces.isEmpty()) {
            pieces.add(new Piece.Bytes(buffer));
        } else {
            cut();
            buffer.release();
        }
        return pieces;
    }

    private void cut() {
        int length = buffer.writerIndex() - cut;
        if (length > 0) {
            pieces.add(new Piece.Bytes(buffer.retainedSlice(cut, length)));
            cut = buffer.writerIndex();
        }
    }

    @Override
    public void writeRecords(BaseRecords records) {
        cut();
        switch (records) {
            case FileSlice slice -> pieces.add(new Piece.File(slice));
            case MemoryRecords memory -> pieces.add(new Piece.Bytes(Unpooled.wrappedBuffer(memory.buffer())));
            default -> throw new IllegalArgumentException("records of type " + records.getClass());
        }
    }

    @Override
    public void writeByte(byte value) {
        buffer.writeByte(value);
    }

    @Override
    public void writeShort(short value) {
        buffer.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        buffer.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        buffer.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        buffer.writeDouble(value);
    }

    @Override
    public void writeByteArray(byte[] bytes) {
        buffer.writeBytes(bytes);
    }

    @Override
    public void writeByteBuffer(ByteBuffer bytes) {
        buffer.writeBytes(bytes.duplicate());
    }

    @Override
    public void writeUnsignedVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            buffer.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        buffer.writeByte(rest);
    }

    @Override
    public void writeVarint(int value) {
        writeUnsignedVarint((value << 1) ^ (value >> 31));
    }

    @Override
    public void writeVarlong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            buffer.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        buffer.writeByte((int) rest);
    }
}
