package dev.weir.dataplane.kafka.web.answer;

import dev.weir.dataplane.http.coding.ContentEncoder;
import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Codes one answer as its client takes it, on the thread that writes it, as far as there is memory for that. */
final class OutputCoding {
    /** What is shorter goes into one packet as it is. */
    private static final int BYTES_MIN = 1_400;

    private final Fields request;
    private final CodingMemory memory;
    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private @Nullable ContentEncoder encoder;

    OutputCoding(Fields request, CodingMemory memory) {
        this.request = request;
        this.memory = memory;
    }

    /** The fields of what is coded from now on, as these say what it is. */
    FieldList begin(FieldList fields) {
        encoder = memory.open(AcceptedCodings.of(request), allocator);
        return (encoder == null ? Coding.IDENTITY : encoder.coding()).applied(fields);
    }

    /** Whether a content is worth it. */
    static boolean isFor(byte @Nullable [] content) {
        return content != null && content.length >= BYTES_MIN;
    }

    /** Takes over a piece. What it gives can be decoded without what follows; null when that is nothing. */
    @Nullable
    ByteBuf piece(ByteBuf piece) {
        ContentEncoder coding = encoder;
        if (coding == null) {
            return piece;
        }
        try {
            return joined(coding.encode(piece), coding.flush());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory
        }
    }

    /** What comes after the last piece; null for nothing. */
    @Nullable
    ByteBuf last() {
        ContentEncoder coding = encoder;
        if (coding == null) {
            return null;
        }
        try {
            return coding.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory
        }
    }

    /** A whole content. */
    ByteBuf whole(byte[] content) {
        ByteBuf coded = encoder == null ? Unpooled.wrappedBuffer(content) : piece(Unpooled.wrappedBuffer(content));
        return joined(coded, last());
    }

    private static ByteBuf joined(@Nullable ByteBuf first, @Nullable ByteBuf second) {
        if (first == null) {
            return second == null ? Unpooled.EMPTY_BUFFER : second;
        }
        return second == null ? first : Unpooled.wrappedBuffer(first, second);
    }

    void close() {
        ContentEncoder coding = encoder;
        encoder = null;
        if (coding != null) {
            memory.giveBack(coding);
        }
    }
}
