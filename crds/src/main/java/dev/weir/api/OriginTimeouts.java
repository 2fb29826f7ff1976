package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** How long an origin is waited for. */
@Description("How long an origin is waited for; a request that takes longer is answered with 504.")
public record OriginTimeouts(
        @Description("For a connection, encrypted where it is to be.") @Default("2s") @Format(Syntax.DURATION)
        String connect,

        @Description("For the answer to begin, once the request is sent.") @Default("10s") @Format(Syntax.DURATION)
        String firstByte,

        @Description("For more of the answer to come, or of the request to be taken.")
        @Default("60s")
        @Format(Syntax.DURATION)
        String idle) {
    public static final OriginTimeouts DEFAULT = new OriginTimeouts("2s", "10s", "60s");

    public OriginTimeouts {
        connect = connect == null ? "2s" : connect;
        firstByte = firstByte == null ? "10s" : firstByte;
        idle = idle == null ? "60s" : idle;
    }
}
