package dev.weir.dataplane.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Ends a connection whose client may still be sending. Closing it outright would make the system throw away the answer
 * along with what was not read (RFC 9112 section 9.6): so the sending half is closed first, and the connection when the
 * client closes it, or its time is up.
 */
final class LingeringClose {
    private LingeringClose() {}

    /** When all that was written is sent. */
    static void after(ChannelFuture sent) {
        sent.addListener(done -> {
            Channel channel = sent.channel();
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (!done.isSuccess()) {
                channel.close();
            } else if (tls == null) {
                shutdown(channel);
            } else {
                tls.closeOutbound().addListener(closed -> shutdown(channel));
            }
        });
    }

    private static void shutdown(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }
}
