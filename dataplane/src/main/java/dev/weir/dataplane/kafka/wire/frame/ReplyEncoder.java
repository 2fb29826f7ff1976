package dev.weir.dataplane.kafka.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Writes replies as frames: length, header, body. */
final class ReplyEncoder {
    private static final int LENGTH_BYTES = 4;

    private ReplyEncoder() {}

    /** What the message holds of files is the pieces' from now on, also when this fails. */
    static List<Piece> encode(Request request, Reply.Message message, ByteBufAllocator allocator) {
        short version = request.responseVersion();
        short headerVersion = request.api().responseHeaderVersion(version);
        var header = new ResponseHeaderData().setCorrelationId(request.correlationId());
        ByteBuf buffer = null;
        try {
            var cache = new ObjectSerializationCache();
            var size = new MessageSizeAccumulator();
            header.addSize(size, cache, headerVersion);
            message.body().addSize(size, cache, version);
            buffer = allocator.directBuffer(LENGTH_BYTES + size.sizeExcludingZeroCopy());
            var out = new ByteBufWritable(buffer);
            out.writeInt(size.totalSize());
            header.write(out, cache, headerVersion);
            message.body().write(out, cache, version);
            return out.finish();
        } catch (RuntimeException e) {
            message.drop();
            if (buffer != null) {
                buffer.release();
            }
            throw e;
        }
    }

    static List<Piece> encode(Reply.Frame frame, ByteBufAllocator allocator) {
        ByteBuf length =
                allocator.directBuffer(LENGTH_BYTES).writeInt(frame.bytes().remaining());
        return List.of(new Piece.Bytes(length), new Piece.Bytes(Unpooled.wrappedBuffer(frame.bytes())));
    }
}
