package dev.weir.dataplane.http.proxy;

import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpLimits;
import dev.weir.api.HttpListener;
import dev.weir.api.Quantities;
import dev.weir.dataplane.http.server.Limits;
import dev.weir.dataplane.http.server.Patience;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.tls.ServerTls;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a document says of clients, as their connections need it. */
final class Listening {
    private Listening() {}

    static ListenerOptions options(HttpCacheSpec spec) {
        ListenerOptions usual = ListenerOptions.DEFAULT;
        int connections = Math.min(spec.limits().connections(), usual.connectionsMax());
        return new ListenerOptions(connections, usual.sendBufferBytes(), usual.backlog());
    }

    static ServerSettings settings(HttpCacheSpec spec, @Nullable ServerTls tls, InstantSource clock) {
        HttpListener listener = spec.listeners().http();
        HttpLimits limits = spec.limits();
        Duration idle = Quantities.duration(limits.idleTimeout());
        Limits usual = Limits.DEFAULT;
        return new ServerSettings(
                new Limits(
                        usual.lineBytesMax(),
                        (int) Math.min(Integer.MAX_VALUE, Quantities.bytes(limits.requestHeaderBytes())),
                        usual.headerCountMax(),
                        Quantities.bytes(limits.requestBodyBytes()),
                        usual.backlogBytesMax(),
                        usual.streamsMax()),
                new Patience(Patience.DEFAULT.head(), idle, idle),
                listener.http2(),
                listener.proxyProtocol(),
                tls,
                clock);
    }
}
