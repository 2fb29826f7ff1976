package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes what happens to stored responses, and keeps the index in step. Of one thread. */
final class ResponseLog {
    /** Larger ones are not written again to outlive their segment. */
    private static final long KEPT_MAX = 8L * 1024 * 1024;

    private final SegmentLog log;
    private final Index index;
    private final Pending pending;
    private final Predicate<CacheKey> inUse;

    ResponseLog(SegmentLog log, Index index, Pending pending, Predicate<CacheKey> inUse) {
        this.log = log;
        this.index = index;
        this.pending = pending;
        this.inUse = inUse;
    }

    /** False when it is too large. */
    boolean store(Described response, Payload payload) throws IOException {
        Location before = variant(response.key(), response.metadata().vary());
        byte[] head = HeadCodec.encode(response);
        long length = payload.length();
        if (head.length > RecordHeader.HEAD_MAX || !log.takes(RecordHeader.LENGTH + head.length + length)) {
            remove(before, response.key());
            return false;
        }
        ByteBuf content = payload.bytes(0, (int) length);
        try {
            ByteBuffer[] parts = content.nioBuffers();
            var header = new RecordHeader(RecordHeader.Kind.RESPONSE, head.length, crc(parts), length, Place.NONE);
            Location.Part record = append(header, head, parts);
            index.put(location(response, record, record));
        } catch (IOException e) {
            forget(before);
            throw e;
        } finally {
            content.release();
        }
        return true;
    }

    void update(VaryKey before, Described now, Payload payload) throws IOException {
        Location location = variant(now.key(), before);
        if (location == null) {
            store(now, payload);
            return;
        }
        try {
            byte[] head = HeadCodec.encode(now);
            var header = new RecordHeader(
                    RecordHeader.Kind.HEAD,
                    head.length,
                    0,
                    0,
                    location.content().place());
            Location.Part record = append(header, head);
            // making room may have moved or dropped what it is about
            Location still = index.ofContent(location.uriHash(), header.about());
            if (still != null) {
                index.put(location(now, record, still.content()));
            } else {
                remove(variant(now.key(), before), now.key());
            }
        } catch (IOException e) {
            forget(location);
            throw e;
        }
    }

    void remove(CacheKey key, VaryKey vary) throws IOException {
        remove(variant(key, vary), key);
    }

    private void remove(@Nullable Location location, CacheKey key) throws IOException {
        if (location != null) {
            forget(location);
            byte[] head = key.uri().getBytes(StandardCharsets.UTF_8);
            append(
                    new RecordHeader(
                            RecordHeader.Kind.REMOVED,
                            head.length,
                            0,
                            0,
                            location.content().place()),
                    head);
        }
    }

    /** Returns how many it is known to concern. What cannot be written is made true by dropping what it may concern. */
    long withdraw(Withdrawal withdrawal) throws IOException {
        if (withdrawal.scope() == Withdrawal.Scope.EVERYTHING && withdrawal.effect() == Withdrawal.Effect.REMOVED) {
            long all = index.size();
            dropAll();
            return all;
        }
        byte[] head = HeadCodec.encode(withdrawal);
        var header = new RecordHeader(RecordHeader.Kind.WITHDRAWAL, head.length, 0, 0, Place.NONE);
        while (true) {
            try {
                return apply(append(header, head), withdrawal);
            } catch (IOException e) {
                if (log.oldest() == null) {
                    dropAll();
                    throw e;
                }
                evict(false);
            }
        }
    }

    void dropAll() throws IOException {
        index.clear();
        pending.clear();
        while (!log.isEmpty()) {
            log.dropOldest();
        }
    }

    /** Takes up what an earlier process left. */
    void recover() throws IOException {
        List<Segment> segments = log.open();
        for (Segment segment : segments) {
            long end = SegmentScan.run(segment, this::recover);
            if (end < segment.length()) {
                if (segment.equals(segments.getLast())) {
                    log.truncate(segment, end);
                } else {
                    // it may have had a withdrawal of anything before
                    dropUpTo(segment);
                }
            }
        }
        makeRoom(0);
    }

    void makeRoom(long recordLength) throws IOException {
        while (log.isFullFor(recordLength)) {
            evict(true);
        }
    }

    void forget(@Nullable Location gone) {
        if (gone != null) {
            long place = gone.content().place();
            index.change(
                    gone.uriHash(),
                    chain -> chain.stream()
                            .filter(each -> each.content().place() != place)
                            .toList());
        }
    }

    private Location.Part append(RecordHeader header, byte[] head, ByteBuffer... content) throws IOException {
        makeRoom(header.recordLength());
        return log.append(header, head, content);
    }

    private @Nullable Location variant(CacheKey key, VaryKey vary) {
        int hash = vary.hashCode();
        for (Location each : index.find(key)) {
            if (each.varyHash() == hash) {
                return each;
            }
        }
        return null;
    }

    private static Location location(Described response, Location.Part head, Location.Part content) {
        return new Location(
                Hashes.of(response.key().uri()),
                Hashes.of(response.key()),
                response.metadata().vary().hashCode(),
                head,
                content,
                null);
    }

    private long apply(Location.Part record, Withdrawal withdrawal) {
        if (withdrawal.scope() != Withdrawal.Scope.URI) {
            pending.add(record.place(), withdrawal);
            return withdrawal.scope() == Withdrawal.Scope.EVERYTHING ? index.size() : 0;
        }
        var concerned = new long[1];
        index.change(Hashes.of(withdrawal.text()), chain -> {
            concerned[0] = chain.size();
            return switch (withdrawal.effect()) {
                case REMOVED -> List.of();
                case EXPIRED ->
                    chain.stream()
                            .map(each -> each.expired(withdrawal.millis()))
                            .toList();
                case INVALIDATED -> chain.stream().map(Location::invalidated).toList();
            };
        });
        return concerned[0];
    }

    private void recover(Location.Part record, byte[] head) throws IOException {
        switch (record.header().kind()) {
            case RESPONSE -> index.put(location(HeadCodec.decode(head), record, record));
            case HEAD -> {
                Described now = HeadCodec.decode(head);
                Location location = index.ofContent(
                        Hashes.of(now.key().uri()), record.header().about());
                if (location != null) {
                    index.put(location(now, record, location.content()));
                }
            }
            case REMOVED ->
                forget(index.ofContent(
                        Hashes.of(new String(head, StandardCharsets.UTF_8)),
                        record.header().about()));
            case WITHDRAWAL -> apply(record, HeadCodec.decodeWithdrawal(head));
        }
    }

    private void dropUpTo(Segment damaged) throws IOException {
        index.clear();
        pending.clear();
        Segment gone;
        do {
            gone = log.oldest();
            log.dropOldest();
        } while (gone != null && !gone.equals(damaged));
    }

    /** Makes the oldest segment go; what is in use is written again, up to half of it. */
    private void evict(boolean keep) throws IOException {
        Segment oldest = log.oldest();
        if (oldest == null) {
            return;
        }
        var left = new long[] {oldest.length() / 2};
        SegmentScan.run(oldest, (record, head) -> {
            if (record.header().kind() == RecordHeader.Kind.RESPONSE) {
                Described described = HeadCodec.decode(head);
                Location location = index.ofContent(Hashes.of(described.key().uri()), record.place());
                if (location != null) {
                    forget(location);
                    long length = record.header().recordLength();
                    if (keep && length <= Math.min(left[0], KEPT_MAX) && inUse.test(described.key())) {
                        left[0] -= length;
                        keep(location, described);
                    }
                }
            }
        });
        log.dropOldest();
        pending.prune(Place.of(oldest.id + 1, 0));
    }

    private void keep(Location location, Described first) throws IOException {
        Location.Part head = location.head();
        Described latest = head.equals(location.content())
                ? first
                : HeadCodec.decode(head.segment()
                        .read(head.headOffset(), head.header().headLength())
                        .array());
        Described now = pending.apply(location.apply(latest), head.place());
        if (now != null) {
            byte[] bytes = HeadCodec.encode(now);
            RecordHeader old = location.content().header();
            ByteBuffer content =
                    location.content().segment().read(location.content().contentOffset(), (int) old.contentLength());
            var header = new RecordHeader(
                    RecordHeader.Kind.RESPONSE, bytes.length, old.contentCrc(), old.contentLength(), Place.NONE);
            Location.Part record = log.append(header, bytes, content);
            index.put(location(now, record, record));
        }
    }

    static int crc(ByteBuffer... parts) {
        var crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part.duplicate());
        }
        return (int) crc.getValue();
    }
}
