package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether clients have a say in what is answered from the cache. */
public enum ClientDirectives {
    @JsonProperty("honor")
    HONOR,
    @JsonProperty("ignore")
    IGNORE
}
