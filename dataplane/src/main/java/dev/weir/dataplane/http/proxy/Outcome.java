package dev.weir.dataplane.http.proxy;

import java.util.Locale;

/** What became of a request, as metrics and the access log tell it. */
enum Outcome {
    /** Answered from the cache, fresh. */
    HIT,
    /** Answered from the cache although stale. */
    STALE,
    /** What was stored was found to be still right. */
    REVALIDATED,
    MISS,
    /** Answered with what another request had asked for. */
    COLLAPSED,
    /** Neither looked up nor stored. */
    BYPASS,
    /** Not answered with content: no route, or only what is cached was wanted. */
    REFUSED,
    /** The origin gave no answer. */
    ERROR;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
