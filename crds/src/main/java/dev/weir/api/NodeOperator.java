package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a label of a node is held against values. */
public enum NodeOperator {
    @JsonProperty("In")
    IN,
    @JsonProperty("NotIn")
    NOT_IN,
    @JsonProperty("Exists")
    EXISTS,
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST,
    @JsonProperty("Gt")
    GT,
    @JsonProperty("Lt")
    LT
}
