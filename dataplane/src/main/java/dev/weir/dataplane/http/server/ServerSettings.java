package dev.weir.dataplane.http.server;

import dev.weir.dataplane.net.tls.ServerTls;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients are served.
 *
 * @param http2 whether HTTP/2 is spoken: with clients that begin with its preface, and by ALPN with those under TLS
 * @param proxyProtocol whether each connection begins with a header of the PROXY protocol, which tells the client's
 *     address; it must not be on where clients can connect themselves
 * @param tls null to serve without; opened with {@link #protocols}
 * @param clock what Date is taken from
 */
public record ServerSettings(
        Limits limits,
        Patience patience,
        boolean http2,
        boolean proxyProtocol,
        @Nullable ServerTls tls,
        InstantSource clock) {
    public static final ServerSettings DEFAULT =
            new ServerSettings(Limits.DEFAULT, Patience.DEFAULT, true, false, null, InstantSource.system());

    private static final String HTTP_2 = "h2";
    private static final String HTTP_1 = "http/1.1";

    /** What clients are offered under TLS. */
    public static List<String> protocols(boolean http2) {
        return http2 ? List.of(HTTP_2, HTTP_1) : List.of(HTTP_1);
    }

    public ServerSettings with(Limits others) {
        return new ServerSettings(others, patience, http2, proxyProtocol, tls, clock);
    }

    public ServerSettings with(Patience other) {
        return new ServerSettings(limits, other, http2, proxyProtocol, tls, clock);
    }

    public ServerSettings with(InstantSource other) {
        return new ServerSettings(limits, patience, http2, proxyProtocol, tls, other);
    }

    public ServerSettings with(ServerTls other) {
        return new ServerSettings(limits, patience, http2, proxyProtocol, other, clock);
    }

    public ServerSettings withHttp2(boolean on) {
        return new ServerSettings(limits, patience, on, proxyProtocol, tls, clock);
    }

    public ServerSettings withProxyProtocol(boolean on) {
        return new ServerSettings(limits, patience, http2, on, tls, clock);
    }
}
