package dev.weir.dataplane.http.store;

/** Why a response was not stored. */
enum Refused {
    /** By itself it is more than the bucket may hold, or than one response may have. */
    TOO_LARGE("large"),
    /** Its content is not of the length that its extent says. */
    INCOMPLETE("incomplete"),
    /** What it would have been was purged or invalidated while it was on its way. */
    WITHDRAWN("withdrawn"),
    /** What is there is asked for more often. */
    NOT_ADMITTED("admission"),
    /** There is no memory left outside the heap. */
    NO_MEMORY("memory"),
    /** The bucket is no more. */
    CLOSED("closed");

    final String reason;

    Refused(String reason) {
        this.reason = reason;
    }
}
