package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where in a topic to begin when nothing says where. */
public enum DefaultOffset {
    @JsonProperty("historical")
    HISTORICAL,
    @JsonProperty("live")
    LIVE
}
