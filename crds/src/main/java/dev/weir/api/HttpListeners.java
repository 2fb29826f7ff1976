package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;

/** Where clients of an {@link HttpCache} connect. */
@Description("Where clients connect.")
public record HttpListeners(
        @Description("For HTTP clients.") @Default("{}") HttpListener http) {
    public static final HttpListeners DEFAULT = new HttpListeners(HttpListener.DEFAULT);

    public HttpListeners {
        http = http == null ? HttpListener.DEFAULT : http;
    }
}
