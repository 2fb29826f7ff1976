package dev.weir.dataplane.http.origin;

/** A request under way. On its loop. */
public interface OriginCall {
    /** Whether more content may come now. Starts as true. */
    void flow(boolean on);

    /** Nobody wants it any more; nothing is told after this. */
    void cancel();
}
