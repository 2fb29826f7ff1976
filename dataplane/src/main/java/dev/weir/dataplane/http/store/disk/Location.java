package dev.weir.dataplane.http.store.disk;

import org.jspecify.annotations.Nullable;

/**
 * Where a response lies: its head is in one record, its content in the same or in an earlier one.
 *
 * @param keyHash of URI and extras
 * @param varyHash tells variants apart
 * @param head the record that has its head, and with it what holds since
 * @param content the record that has its content
 */
record Location(
        long uriHash,
        long keyHash,
        int varyHash,
        Part head,
        Part content,
        @Nullable Since since) {
    /** A record of a segment, which has its head or its content. */
    record Part(Segment segment, long offset, RecordHeader header) {
        long place() {
            return Place.of(segment.id, offset);
        }

        long headOffset() {
            return offset + RecordHeader.LENGTH;
        }

        long contentOffset() {
            return headOffset() + header.headLength();
        }
    }

    /** What a withdrawal of its URI has made of it. */
    record Since(long expiredMillis, boolean invalidated) {
        static final long NOT_EXPIRED = Long.MAX_VALUE;
    }

    boolean isVariantOf(Location other) {
        return keyHash == other.keyHash && varyHash == other.varyHash;
    }

    Location expired(long millis) {
        boolean invalidated = since != null && since.invalidated;
        long earliest = since == null ? millis : Math.min(since.expiredMillis, millis);
        return new Location(uriHash, keyHash, varyHash, head, content, new Since(earliest, invalidated));
    }

    Location invalidated() {
        long expiredMillis = since == null ? Since.NOT_EXPIRED : since.expiredMillis;
        return new Location(uriHash, keyHash, varyHash, head, content, new Since(expiredMillis, true));
    }

    Described apply(Described described) {
        if (since == null) {
            return described;
        }
        var metadata = described.metadata();
        if (since.expiredMillis != Since.NOT_EXPIRED) {
            metadata = metadata.expiredAt(since.expiredMillis);
        }
        return described.with(since.invalidated ? metadata.invalidated() : metadata);
    }
}
