package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;
import org.jspecify.annotations.Nullable;

/** Serves the cached topics to web clients over HTTP. */
@Description("Serves the cached topics to web clients over HTTP.")
public record WebListener(
        @Description("The port to listen on.") @Default("" + WebListener.DEFAULT_PORT) @Range(min = 1, max = 65535)
        int port,

        @Description("How connections are encrypted; they are not when absent.") @Nullable
        ListenerTls tls,

        @Description("Which web pages of other origins may read. Without it browsers let none do so.") @Nullable
        Cors cors) {
    public static final int DEFAULT_PORT = 8080;
    static final WebListener DEFAULT = new WebListener(DEFAULT_PORT, null, null);
}
