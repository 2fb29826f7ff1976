package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a toleration is held against a taint. */
public enum TolerationOperator {
    @JsonProperty("Equal")
    EQUAL,
    @JsonProperty("Exists")
    EXISTS
}
