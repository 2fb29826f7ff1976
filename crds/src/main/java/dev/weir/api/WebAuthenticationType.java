package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How web clients show who they are. */
public enum WebAuthenticationType {
    @JsonProperty("none")
    NONE,
    @JsonProperty("bearer")
    BEARER,
    @JsonProperty("mtls")
    MTLS
}
