package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a {@link Condition} holds. */
public enum ConditionStatus {
    @JsonProperty("True")
    TRUE,
    @JsonProperty("False")
    FALSE,
    @JsonProperty("Unknown")
    UNKNOWN
}
