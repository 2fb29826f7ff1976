package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import dev.weir.dataplane.http.store.disk.Described;
import dev.weir.dataplane.http.store.disk.DiskReport;
import dev.weir.dataplane.http.store.disk.DiskTier;
import dev.weir.dataplane.http.store.disk.Loaded;
import dev.weir.dataplane.http.store.disk.Withdrawal;
import dev.weir.dataplane.http.store.memory.BufferPayload;
import dev.weir.dataplane.http.store.memory.ContentMemory;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bucket in memory, and below it a tier on disk where there is one. */
final class LimitedBucket implements Bucket, AutoCloseable {
    /** More of them are no use: finding the one that matches would cost more than asking the origin. */
    private static final int VARIANTS_MAX = 64;

    private static final int WITHDRAWALS_MAX = 512;

    private final ReentrantLock writing = new ReentrantLock();
    private final ContentMemory memory;
    private final InstantSource clock;
    private final BucketMeters meters;
    private final Shelf shelf;
    private final Withdrawals withdrawals = new Withdrawals(WITHDRAWALS_MAX);
    private final Passing passing = new Passing();
    private final ConcurrentHashMap<CacheKey, CompletableFuture<List<Entry>>> loads = new ConcurrentHashMap<>();
    private final @Nullable DiskTier disk;
    private volatile BucketLimits limits;
    private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
    private boolean closed;

    LimitedBucket(
            BucketLimits limits,
            ContentMemory memory,
            InstantSource clock,
            BucketMeters meters,
            @Nullable Function<Predicate<CacheKey>, DiskTier> disk) {
        this.limits = limits;
        this.memory = memory;
        this.clock = clock;
        this.meters = meters;
        this.shelf = new Shelf(limits.maxItems(), limits.maxSizeBytes(), meters::evicted);
        this.disk = disk == null ? null : disk.apply(key -> !shelf.peek(key).isEmpty());
        meters.watch(this);
    }

    @Override
    public List<Entry> find(CacheKey key) {
        return shelf.find(key);
    }

    @Override
    public boolean isOnDisk(CacheKey key) {
        return disk != null
                && disk.offers(
                        key,
                        shelf.peek(key).stream()
                                .map(entry -> entry.metadata().vary())
                                .toList());
    }

    @Override
    public CompletableFuture<List<Entry>> load(CacheKey key) {
        DiskTier tier = disk;
        if (tier == null || !isOnDisk(key)) {
            return CompletableFuture.completedFuture(find(key));
        }
        CompletableFuture<List<Entry>> load =
                loads.computeIfAbsent(key, same -> tier.load(same).thenApply(loaded -> takeUp(tier, same, loaded)));
        load.whenComplete((entries, failure) -> loads.remove(key, load));
        return load;
    }

    private List<Entry> takeUp(DiskTier tier, CacheKey key, List<Loaded> loaded) {
        writing.lock();
        try {
            var all = new ArrayList<Entry>();
            for (Loaded each : loaded) {
                VaryKey vary = each.response().metadata().vary();
                if (!closed
                        && tier.isCurrent(each)
                        && shelf.peek(key).stream()
                                .noneMatch(entry -> entry.metadata().vary().equals(vary))) {
                    all.add(takeUp(key, each));
                } else {
                    each.release();
                }
            }
            List<Entry> there = shelf.find(key);
            all.removeIf(entry -> there.stream().anyMatch(other -> isSame(other, entry)));
            all.addAll(there);
            return all;
        } finally {
            writing.unlock();
        }
    }

    private Entry takeUp(CacheKey key, Loaded loaded) {
        Described response = loaded.response();
        Payload payload;
        long bytes;
        switch (loaded.content()) {
            case Loaded.Bytes(ByteBuf content) -> {
                payload = new BufferPayload(content);
                bytes = ContentMemory.bytes(content);
            }
            case Loaded.File(Payload file) -> {
                payload = file;
                bytes = 0;
            }
        }
        StoredHead head = head(response.metadata(), response.fields(), payload.length());
        bytes += Footprint.of(response.metadata(), response.fields(), response.tags(), head);
        var entry = new Entry(response.metadata(), response.fields(), response.tags(), head, payload);
        add(key, new Variants.Item(entry, bytes));
        return entry;
    }

    /** On the shelf if it may be there, and otherwise for as long as it takes to hand it out. */
    private boolean add(CacheKey key, Variants.Item item) {
        Entry entry = item.entry();
        entry.payload().tryRetain();
        if (fits(key, item.bytes())) {
            shelf.change(key, variants -> variants.plus(item, variantsMax(), bytesMax()));
        } else {
            entry.payload().release();
        }
        if (isThere(key, entry)) {
            entry.payload().release();
            return true;
        }
        passing.add(entry, item.bytes());
        return false;
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
            boolean isThere;
            if (disk == null) {
                shelf.change(key, variants -> variants.plus(item, variantsMax(), bytesMax()));
                isThere = isThere(key, entry);
            } else {
                disk.stored(described(key, entry), entry.payload());
                add(key, item);
                isThere = true;
            }
            if (!isThere) {
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
            if (!isThere(key, entry)) {
                return null;
            }
            if (disk != null) {
                disk.updated(old.metadata().vary(), described(key, entry), entry.payload());
            }
            return entry;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void remove(CacheKey key, Entry entry) {
        writing.lock();
        try {
            if (disk != null) {
                disk.removed(key, entry.metadata().vary());
            }
            change(key, other -> other.payload().equals(entry.payload()), null);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void invalidate(String uri) {
        var target = new Purge.Uri(uri);
        long now = clock.millis();
        withdraw(target, Withdrawal.Effect.INVALIDATED, now);
        change(target, Metadata::invalidated);
    }

    @Override
    public long purge(Purge purge) {
        long now = clock.millis();
        CompletableFuture<Long> onDisk =
                withdraw(purge.target(), purge.hard() ? Withdrawal.Effect.REMOVED : Withdrawal.Effect.EXPIRED, now);
        long inMemory = change(purge.target(), purge.hard() ? null : metadata -> metadata.expiredAt(now));
        return Math.max(inMemory, onDisk.join());
    }

    @Override
    public CompletableFuture<Void> settled() {
        return settled;
    }

    @Override
    public BucketReport report() {
        BucketLimits now = limits;
        DiskReport below = disk == null ? DiskReport.NONE : disk.report();
        return new BucketReport(
                shelf.items(),
                now.maxItems(),
                shelf.bytes(),
                now.maxSizeBytes(),
                meters.evictions(),
                below.items(),
                below.bytes(),
                below.open(),
                below.trouble());
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

    void limitDisk(long bytesMax) {
        if (disk != null) {
            disk.limit(bytesMax);
        }
    }

    /** Lets all go, and takes no more; what is on disk stays there. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
        if (disk != null) {
            disk.close();
        }
        change(new Purge.Everything(), null);
        writing.lock();
        try {
            passing.clear();
        } finally {
            writing.unlock();
        }
        meters.close();
    }

    /** From now on what was asked for before is not stored. */
    private CompletableFuture<Long> withdraw(Purge.Target target, Withdrawal.Effect effect, long now) {
        writing.lock();
        try {
            withdrawals.add(target, now);
            passing.clear();
            if (disk == null || closed) {
                return CompletableFuture.completedFuture(0L);
            }
            CompletableFuture<Long> written = disk.withdrawn(withdrawal(target, effect, now));
            // written in order, so the last is the last
            settled = written.handle((count, failure) -> null);
            return written;
        } finally {
            writing.unlock();
        }
    }

    private static Withdrawal withdrawal(Purge.Target target, Withdrawal.Effect effect, long now) {
        return switch (target) {
            case Purge.Uri(String uri) -> new Withdrawal(Withdrawal.Scope.URI, uri, effect, now);
            case Purge.Prefix(String prefix) -> new Withdrawal(Withdrawal.Scope.PREFIX, prefix, effect, now);
            case Purge.Tag(String tag) -> new Withdrawal(Withdrawal.Scope.TAG, tag, effect, now);
            case Purge.Everything() -> new Withdrawal(Withdrawal.Scope.EVERYTHING, "", effect, now);
        };
    }

    private static Described described(CacheKey key, Entry entry) {
        return new Described(key, entry.metadata(), entry.fields(), entry.tags());
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
