package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Syntax;

/** What the clients of an {@link HttpCache} may ask of each pod. */
@Description("What clients may ask of each pod. At a limit they get a clear error: 413, 431, 503.")
public record HttpLimits(
        @Description("How many connections may be open.")
        @Default("" + HttpLimits.DEFAULT_CONNECTIONS)
        @Range(min = 1, max = 1_000_000)
        Integer connections,

        @Description("How long the header fields of a request may be together.")
        @Default(HttpLimits.DEFAULT_HEADER_BYTES)
        @Format(Syntax.QUANTITY)
        String requestHeaderBytes,

        @Description("How long the content of a request may be.")
        @Default(HttpLimits.DEFAULT_BODY_BYTES)
        @Format(Syntax.QUANTITY)
        String requestBodyBytes,

        @Description("How much of responses on their way is kept in memory to be stored. Beyond it they are passed on"
                + " and not stored.")
        @Default(HttpLimits.DEFAULT_BUFFERED_BYTES)
        @Format(Syntax.QUANTITY)
        String bufferedBytes,

        @Description("For how long a connection may be without a request, or a client take nothing of its answer.")
        @Default(HttpLimits.DEFAULT_IDLE)
        @Format(Syntax.DURATION)
        String idleTimeout) {
    static final int DEFAULT_CONNECTIONS = 10_000;
    static final String DEFAULT_HEADER_BYTES = "32Ki";
    static final String DEFAULT_BODY_BYTES = "1Gi";
    static final String DEFAULT_BUFFERED_BYTES = "64Mi";
    static final String DEFAULT_IDLE = "75s";
    public static final HttpLimits DEFAULT = new HttpLimits(
            DEFAULT_CONNECTIONS, DEFAULT_HEADER_BYTES, DEFAULT_BODY_BYTES, DEFAULT_BUFFERED_BYTES, DEFAULT_IDLE);

    public HttpLimits {
        connections = connections == null ? DEFAULT_CONNECTIONS : connections;
        requestHeaderBytes = requestHeaderBytes == null ? DEFAULT_HEADER_BYTES : requestHeaderBytes;
        requestBodyBytes = requestBodyBytes == null ? DEFAULT_BODY_BYTES : requestBodyBytes;
        bufferedBytes = bufferedBytes == null ? DEFAULT_BUFFERED_BYTES : bufferedBytes;
        idleTimeout = idleTimeout == null ? DEFAULT_IDLE : idleTimeout;
    }
}
