package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers that a route's responses come from. */
@Description("The servers that the responses come from.")
public record Origin(
        @Description("Servers that all give the same answers. Which of them is asked changes; those that fail are left"
                + " alone for a while.")
        @Size(min = 1, max = 16)
        @Distinct
        List<@Format(Syntax.ORIGIN_URL) String> urls,

        @Description("How paths are changed for the origin; they are passed on as they are when absent.") @Nullable
        OriginRewrite rewrite,

        @Description("The Host that the servers see: their own (origin), or what the client asked for (client).")
        @Default("origin")
        OriginHost host,

        @Description("How long the servers are waited for.") @Default("{}")
        OriginTimeouts timeouts,

        @Description(
                "How often a request is sent again that failed, to another server where there is one. Only what may"
                        + " be sent twice is: GET, HEAD, OPTIONS, TRACE, PUT and DELETE without content.")
        @Default("1")
        @Range(min = 0, max = 10)
        Integer retries,

        @Description("How many connections each pod opens to each server at most.")
        @Default("" + Origin.DEFAULT_CONNECTIONS)
        @Range(min = 1, max = 100_000)
        Integer connections,

        @Description("How connections to servers of https are encrypted, where it is not as usual.") @Nullable
        OriginTls tls,

        @Description("What is spoken with the servers. HTTP/2 without https is spoken by prior knowledge.")
        @Default("http1")
        OriginProtocol protocol) {
    static final int DEFAULT_CONNECTIONS = 1024;

    public Origin {
        urls = Copies.of(urls);
        host = host == null ? OriginHost.ORIGIN : host;
        retries = retries == null ? 1 : retries;
        connections = connections == null ? DEFAULT_CONNECTIONS : connections;
        timeouts = timeouts == null ? OriginTimeouts.DEFAULT : timeouts;
        protocol = protocol == null ? OriginProtocol.HTTP1 : protocol;
    }
}
