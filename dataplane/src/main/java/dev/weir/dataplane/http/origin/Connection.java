package dev.weir.dataplane.http.origin;

/** A connection to a server, as its pool sees it. On its loop. */
interface Connection {
    /** Whether it can carry one more request. */
    boolean hasRoom();

    /** Whether it carries none. */
    boolean isIdle();

    /** Sends the head of a request. */
    Carrier carry(OriginRequest request, Carrier.Observer observer);

    /** As soon as nothing is under way on it. */
    void retire();
}
