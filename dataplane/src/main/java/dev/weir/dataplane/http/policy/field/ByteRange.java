package dev.weir.dataplane.http.policy.field;

/** Bytes of a representation, from first to last inclusive. */
public record ByteRange(long first, long last) {
    public long length() {
        return last - first + 1;
    }

    public boolean contains(ByteRange other) {
        return first <= other.first && other.last <= last;
    }

    /** Whether there is no gap between the two. */
    public boolean touches(ByteRange other) {
        return first <= other.last + 1 && other.first <= last + 1;
    }

    public ByteRange hull(ByteRange other) {
        return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
    }
}
