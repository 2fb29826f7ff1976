package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.key.CacheKey;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bucket in memory alone. */
final class MemoryBucket implements Bucket, AutoCloseable {
    /** More of them are no use: finding the one that matches would cost more than asking the origin. */
    private static final int VARIANTS_MAX = 64;

    private static final int WITHDRAWALS_MAX = 512;

    private final ReentrantLock writing = new ReentrantLock();
    private final ContentMemory memory;
    private final InstantSource clock;
    private final BucketMeters meters;
    private final Shelf shelf;
    private final Withdrawals withdrawals = new Withdrawals(WITHDRAWALS_MAX);
    private volatile BucketLimits limits;
    private boolean closed;

    MemoryBucket(BucketLimits limits, ContentMemory memory, InstantSource clock, BucketMeters meters) {
        this.limits = limits;
        this.memory = memory;
        this.clock = clock;
        this.meters = meters;
        this.shelf = new Shelf(limits.maxItems(), limits.maxSizeBytes(), meters::evicted);
        meters.watch(this);
    }

    @Override
    public List<Entry> find(CacheKey key) {
        return shelf.find(key);
    }

    @Override
    public boolean isOnDisk(CacheKey key) {
        return false;
    }

    @Override
    public CompletableFuture<List<Entry>> load(CacheKey key) {
        return CompletableFuture.completedFuture(find(key));
    }

    @Override
    public @Nullable Entry put(CacheKey key, NewEntry response) {
        long length = response.length();
        Metadata metadata = response.metadata().extent().isKnown()
                ? response.metadata()
                : response.metadata().completed(length);
        if (metadata.extent().length() != length) {
            return refused(Refused.INCOMPLETE);
        }
        StoredHead head = head(metadata, response.fields(), length);
        long headBytes = Footprint.of(metadata, response.fields(), response.tags(), head);
        if (length > limits.maxObjectSizeBytes() || !fits(key, headBytes + length)) {
            return refused(Refused.TOO_LARGE);
        }
        ByteBuf content = copy(response.content(), (int) length);
        if (content == null) {
            return refused(Refused.NO_MEMORY);
        }
        long bytes = headBytes + ContentMemory.bytes(content);
        var entry = new Entry(metadata, response.fields(), response.tags(), head, new BufferPayload(content));
        return put(key, new Variants.Item(entry, bytes), response.requestMillis());
    }

    private @Nullable Entry put(CacheKey key, Variants.Item item, long requestMillis) {
        Entry entry = item.entry();
        writing.lock();
        try {
            Refused why = refusal(key, item, requestMillis);
            if (why != null) {
                entry.payload().release();
                return refused(why);
            }
            shelf.change(key, variants -> variants.plus(item, variantsMax(), bytesMax()));
            if (!isThere(key, entry)) {
                return refused(Refused.NOT_ADMITTED);
            }
            meters.stored();
            return entry;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public @Nullable Entry replace(CacheKey key, Entry old, Metadata metadata, FieldList fields, List<String> tags) {
        StoredHead head = head(metadata, fields, old.payload().length());
        var entry = new Entry(metadata, fields, tags, head, old.payload());
        long growth = Footprint.of(metadata, fields, tags, head)
                - Footprint.of(old.metadata(), old.fields(), old.tags(), old.head());
        writing.lock();
        try {
            shelf.change(
                    key,
                    variants -> variants.items().stream()
                            .filter(item -> isSame(item.entry(), old))
                            .findFirst()
                            .map(item -> variants.without(other -> isSame(other, old))
                                    .plus(new Variants.Item(entry, item.bytes() + growth), variantsMax(), bytesMax()))
                            .orElse(variants));
            return isThere(key, entry) ? entry : null;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void remove(CacheKey key, Entry entry) {
        change(key, other -> other.payload().equals(entry.payload()), null);
    }

    @Override
    public void invalidate(String uri) {
        var target = new Purge.Uri(uri);
        withdraw(target);
        change(target, Metadata::invalidated);
    }

    @Override
    public long purge(Purge purge) {
        long now = withdraw(purge.target());
        return change(purge.target(), purge.hard() ? null : metadata -> metadata.expiredAt(now));
    }

    @Override
    public BucketReport report() {
        BucketLimits now = limits;
        return new BucketReport(
                shelf.items(), now.maxItems(), shelf.bytes(), now.maxSizeBytes(), meters.evictions(), 0, 0);
    }

    void limit(BucketLimits next) {
        writing.lock();
        try {
            limits = next;
            shelf.limit(next.maxItems(), next.maxSizeBytes());
        } finally {
            writing.unlock();
        }
    }

    /** Lets all go, and takes no more. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
        change(new Purge.Everything(), null);
        meters.close();
    }

    /** From now on what was asked for before is not stored. */
    private long withdraw(Purge.Target target) {
        writing.lock();
        try {
            long now = clock.millis();
            withdrawals.add(target, now);
            return now;
        } finally {
            writing.unlock();
        }
    }

    private long change(Purge.Target target, @Nullable UnaryOperator<Metadata> change) {
        long changed = 0;
        for (CacheKey key : target instanceof Purge.Uri(String uri) ? shelf.keysOf(uri) : shelf.keys()) {
            if (shelf.peek(key).stream().anyMatch(entry -> Withdrawals.names(target, key, entry.tags()))) {
                changed += change(key, entry -> Withdrawals.names(target, key, entry.tags()), change);
            }
        }
        return changed;
    }

    /** @param change null to remove it */
    private long change(CacheKey key, Predicate<Entry> concerned, @Nullable UnaryOperator<Metadata> change) {
        writing.lock();
        try {
            long count = shelf.peek(key).stream().filter(concerned).count();
            if (count > 0) {
                shelf.change(
                        key,
                        variants -> change == null
                                ? variants.without(concerned)
                                : variants.with(item -> concerned.test(item.entry()) ? changed(item, change) : item));
            }
            return count;
        } finally {
            writing.unlock();
        }
    }

    private static Variants.Item changed(Variants.Item item, UnaryOperator<Metadata> change) {
        Entry entry = item.entry();
        return new Variants.Item(
                new Entry(change.apply(entry.metadata()), entry.fields(), entry.tags(), entry.head(), entry.payload()),
                item.bytes());
    }

    private @Nullable Refused refusal(CacheKey key, Variants.Item item, long requestMillis) {
        if (closed) {
            return Refused.CLOSED;
        }
        if (!fits(key, item.bytes())) {
            return Refused.TOO_LARGE;
        }
        return withdrawals.concern(key, item.entry().tags(), requestMillis) ? Refused.WITHDRAWN : null;
    }

    private @Nullable Entry refused(Refused why) {
        meters.refused(why);
        return null;
    }

    /** Makes room once when there is no memory left: the bucket is larger than what the JVM may have, or others are. */
    private @Nullable ByteBuf copy(List<ByteBuf> content, int length) {
        ByteBuf copy = memory.copy(content, length);
        if (copy != null) {
            return copy;
        }
        writing.lock();
        try {
            shelf.shed(length);
        } finally {
            writing.unlock();
        }
        return memory.copy(content, length);
    }

    private boolean fits(CacheKey key, long bytes) {
        return Footprint.of(key) + bytes <= bytesMax();
    }

    /** Of one key. */
    private long bytesMax() {
        return Math.min(limits.maxSizeBytes(), Integer.MAX_VALUE);
    }

    private long variantsMax() {
        return Math.min(limits.maxItems(), VARIANTS_MAX);
    }

    private boolean isThere(CacheKey key, Entry entry) {
        return shelf.peek(key).stream().anyMatch(other -> isSame(other, entry));
    }

    /** The very same, not one that looks alike. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Entry a, Entry b) {
        return a == b;
    }

    private static StoredHead head(Metadata metadata, FieldList fields, long length) {
        FieldList sent = fields.has(FieldName.CONTENT_LENGTH)
                ? FieldList.filtered(fields, name -> !name.equals(FieldName.CONTENT_LENGTH))
                : fields;
        return new StoredHead(metadata.status(), sent, length);
    }
}
