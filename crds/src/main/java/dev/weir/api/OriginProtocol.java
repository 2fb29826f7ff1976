package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is spoken with an origin. */
public enum OriginProtocol {
    @JsonProperty("http1")
    HTTP1,
    @JsonProperty("http2")
    HTTP2
}
