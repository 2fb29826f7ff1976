package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A content coding that responses are stored in. */
public enum ContentCoding {
    @JsonProperty("br")
    BR,
    @JsonProperty("zstd")
    ZSTD,
    @JsonProperty("gzip")
    GZIP
}
