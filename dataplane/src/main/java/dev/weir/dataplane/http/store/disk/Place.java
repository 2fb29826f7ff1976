package dev.weir.dataplane.http.store.disk;

/** Where a record is, as one number: segment and offset. What was written later has a greater one. */
final class Place {
    static final long NONE = -1;

    private static final int OFFSET_BITS = 36;

    private Place() {}

    static long of(long segment, long offset) {
        return segment << OFFSET_BITS | offset;
    }
}
