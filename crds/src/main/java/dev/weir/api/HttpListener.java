package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;

/** Serves the cached responses over HTTP. */
@Description("Serves the cached responses over HTTP.")
public record HttpListener(
        @Description("The port to listen on.") @Default("" + HttpListener.DEFAULT_PORT) @Range(min = 1, max = 65535)
        int port) {
    public static final int DEFAULT_PORT = 8080;
    static final HttpListener DEFAULT = new HttpListener(DEFAULT_PORT);
}
