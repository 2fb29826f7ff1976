package dev.weir.dataplane.kafka.web.answer;

import dev.weir.dataplane.http.coding.ContentEncoder;
import dev.weir.dataplane.http.coding.Library;
import dev.weir.dataplane.http.policy.Coding;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How much the coding of answers may take outside the heap, all together. Any thread. */
public final class CodingMemory {
    private static final long HEAP_SHARE = 8;

    private final long max;
    private final AtomicLong used = new AtomicLong();

    public CodingMemory(long max) {
        this.max = max;
    }

    /** As much as an eighth of the heap. */
    public static CodingMemory ofHeap() {
        return new CodingMemory(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    public long used() {
        return used.get();
    }

    /** The first of the codings that there is memory for, to be given back; null for none. */
    @Nullable
    ContentEncoder open(List<Coding> codings, ByteBufAllocator allocator) {
        for (Coding coding : codings) {
            int bytes = Library.of(coding).memoryBytes();
            if (used.addAndGet(bytes) <= max) {
                try {
                    return ContentEncoder.open(coding, allocator);
                } catch (IOException e) {
                    // as if there were less
                }
            }
            used.addAndGet(-bytes);
        }
        return null;
    }

    void giveBack(ContentEncoder encoder) {
        encoder.close();
        used.addAndGet(-encoder.memoryBytes());
    }
}
