package dev.weir.dataplane.http.server;

import dev.weir.dataplane.net.Draining;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header of the PROXY protocol, version 1 or 2, off the beginning of a connection. A connection without one
 * is closed: whoever does not come by the proxy could otherwise say that it is anybody.
 */
final class ProxyProtocol extends SimpleChannelInboundHandler<HAProxyMessage> {
    private static final int EXTENSION_BYTES_MAX = 1024;

    private final InetSocketAddress proxy;
    private final Serving serving;
    private @Nullable Deadline deadline;
    private boolean refused;

    private ProxyProtocol(InetSocketAddress proxy, Serving serving) {
        this.proxy = proxy;
        this.serving = serving;
    }

    static void begin(SocketChannel connection, Serving serving) {
        connection
                .pipeline()
                .addLast(
                        new HAProxyMessageDecoder(EXTENSION_BYTES_MAX),
                        new ProxyProtocol(connection.remoteAddress(), serving));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = new Deadline(context.channel().eventLoop(), context::close);
        deadline.in(serving.patience().head());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.stop();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
        Beginning.of(context.channel(), client(header), serving);
        context.pipeline().remove(this);
    }

    /** The proxy itself where it speaks for itself, as for checks of health, or does not say for whom. */
    private InetSocketAddress client(HAProxyMessage header) {
        String address = header.sourceAddress();
        byte[] octets = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        if (octets == null || header.command() == HAProxyCommand.LOCAL) {
            return proxy;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), header.sourcePort());
        } catch (UnknownHostException e) {
            throw new HAProxyProtocolException("not an address: " + address, e);
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
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause.getCause() instanceof HAProxyProtocolException || cause instanceof HAProxyProtocolException) {
            if (!refused) { // the end of the connection is none either
                refused = true;
                serving.refusals().count(Reason.NO_PROXY_HEADER);
            }
        } else {
            ConnectionFailure.log(cause);
        }
        context.close();
    }
}
