package dev.weir.dataplane.http.server;

import dev.weir.dataplane.net.Draining;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/**
 * Waits for the end of the TLS handshake, in which the client chooses the protocol; without a choice it is HTTP/1.1.
 */
final class NegotiatedProtocol extends ApplicationProtocolNegotiationHandler {
    private final InetSocketAddress client;
    private final Serving serving;

    NegotiatedProtocol(InetSocketAddress client, Serving serving) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.client = client;
        this.serving = serving;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            Http2Connections.begin(context.channel(), client, serving, true);
        } else {
            Beginning.http1(context.channel(), client, serving, true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Draining.EVENT) {
            context.close();
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
        exceptionCaught(context, cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // that clients do not like the certificate, or do not speak TLS at all, is their affair
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof SSLException)) {
            ConnectionFailure.log(cause);
        }
        context.close();
    }
}
