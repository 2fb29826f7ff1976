package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether clients must show a certificate. */
public enum ClientAuthentication {
    @JsonProperty("none")
    NONE,
    @JsonProperty("required")
    REQUIRED
}
