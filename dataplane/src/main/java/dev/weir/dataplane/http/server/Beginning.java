package dev.weir.dataplane.http.server;

import dev.weir.dataplane.net.ReadGate;
import dev.weir.dataplane.net.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;

/** What is to be found out of a new connection before its first request: whether it is secured, and what it speaks. */
final class Beginning {
    private Beginning() {}

    /** @param client whose connection it is */
    static void of(Channel connection, InetSocketAddress client, Serving serving) {
        ChannelPipeline pipeline = connection.pipeline();
        ServerTls tls = serving.settings().tls();
        if (tls != null) {
            SslHandler handler = tls.context().newHandler(connection.alloc());
            handler.setHandshakeTimeoutMillis(serving.patience().head().toMillis());
            pipeline.addLast(handler, new NegotiatedProtocol(client, serving));
        } else if (serving.settings().http2()) {
            pipeline.addLast(new PrefaceDetector(client, serving));
        } else {
            http1(connection, client, serving, false);
        }
    }

    static void http1(Channel connection, InetSocketAddress client, Serving serving, boolean secure) {
        var gate = new ReadGate<>(connection, Http1Connection.HeldBack.class);
        connection.pipeline().addFirst(gate).addLast(new Http1Connection(connection, gate, serving, client, secure));
    }
}
