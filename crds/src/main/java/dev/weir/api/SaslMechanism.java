package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an upstream is told who we are. */
public enum SaslMechanism {
    PLAIN,
    @JsonProperty("SCRAM-SHA-256")
    SCRAM_SHA_256,
    @JsonProperty("SCRAM-SHA-512")
    SCRAM_SHA_512,
    OAUTHBEARER
}
