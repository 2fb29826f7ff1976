package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a label is held against values. */
public enum LabelOperator {
    @JsonProperty("In")
    IN,
    @JsonProperty("NotIn")
    NOT_IN,
    @JsonProperty("Exists")
    EXISTS,
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST
}
