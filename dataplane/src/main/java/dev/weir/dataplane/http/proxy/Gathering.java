package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.Extent;
import dev.weir.dataplane.http.policy.Freshened;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.ContentRange;
import dev.weir.dataplane.http.store.Entry;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** A part that is coming, to be joined with the stored part of the same thing; the stored one is retained. */
record Gathering(Freshened<Entry> combined, ResponseHead head) {

    /** The bytes of both in order, those that both have once. */
    List<ByteBuf> join(List<ByteBuf> coming) {
        Entry stored = combined.stored();
        Extent had = stored.metadata().extent();
        ContentRange range = ContentRange.of(head.fields());
        long first = range == null ? 0 : range.range().first();
        long hadEnd = had.first() + had.length();
        long end = first + coming.stream().mapToLong(ByteBuf::readableBytes).sum();
        var joined = new ArrayList<ByteBuf>();
        if (had.first() < first) {
            joined.add(stored.payload().bytes(0, (int) (Math.min(first, hadEnd) - had.first())));
        }
        coming.forEach(bytes -> joined.add(bytes.retainedDuplicate()));
        if (hadEnd > end) {
            long from = Math.max(end, had.first());
            joined.add(stored.payload().bytes(from - had.first(), (int) (hadEnd - from)));
        }
        return joined;
    }
}
