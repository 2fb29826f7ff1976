package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who must have a record before whoever wrote it is told that it is written. */
public enum Acknowledgement {
    /** The leader and every replica that is in sync. */
    @JsonProperty("all")
    ALL,
    /** The leader of the partition alone. */
    @JsonProperty("leader")
    LEADER
}
