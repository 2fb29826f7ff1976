package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;
import org.jspecify.annotations.Nullable;

/** Serves the cached responses over HTTP. */
@Description("Serves the cached responses over HTTP.")
public record HttpListener(
        @Description("The port to listen on.") @Default("" + HttpListener.DEFAULT_PORT) @Range(min = 1, max = 65535)
        int port,

        @Description("How connections are encrypted; they are not when absent.") @Nullable
        ListenerTls tls,

        @Description("Whether HTTP/2 is spoken: negotiated where connections are encrypted, else by prior knowledge.")
        @Default("true")
        Boolean http2,

        @Description("Whether each connection begins with a header of the PROXY protocol, from a load balancer that"
                + " tells so who the client is.")
        @Default("false")
        boolean proxyProtocol) {
    public static final int DEFAULT_PORT = 8080;
    static final HttpListener DEFAULT = new HttpListener(DEFAULT_PORT, null, true, false);

    public HttpListener {
        http2 = http2 == null || http2;
    }
}
