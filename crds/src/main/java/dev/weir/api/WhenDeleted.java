package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the volumes when their owner is deleted. */
public enum WhenDeleted {
    @JsonProperty("Delete")
    DELETE,
    @JsonProperty("Retain")
    RETAIN
}
