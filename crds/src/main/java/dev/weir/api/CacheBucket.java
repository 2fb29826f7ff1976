package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a route's responses are kept. */
public enum CacheBucket {
    /** With those of other routes. */
    @JsonProperty("shared")
    SHARED,
    /** By themselves, with limits of their own. */
    @JsonProperty("individual")
    INDIVIDUAL
}
