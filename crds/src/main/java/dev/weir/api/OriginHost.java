package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What Host an origin sees. */
public enum OriginHost {
    @JsonProperty("origin")
    ORIGIN,
    @JsonProperty("client")
    CLIENT
}
