package dev.weir.dataplane.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Speaks HTTP/2 in the place of an origin that knows only HTTP/1.1, so that the same script serves for both: each
 * request goes to the origin on a connection of its own, and what becomes of that becomes of the stream.
 */
public final class Http2Gateway implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;

    private Http2Gateway(int origin) {
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        var streams = new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline()
                                        .addLast(new Http2StreamFrameToHttpObjectCodec(true), new Front(origin));
                            }
                        };
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer().build(), new Http2MultiplexHandler(streams));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    public static Http2Gateway before(ScriptedOrigin origin) {
        return new Http2Gateway(origin.port());
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** The side of the client: a stream. Nothing is read from it before the origin is connected. */
    private static final class Front extends ChannelInboundHandlerAdapter {
        private final int origin;
        private ChannelFuture back;

        @SuppressWarnings("NullAway.Init")
        Front(int origin) {
            this.origin = origin;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext stream) {
            back = new Bootstrap()
                    .group(stream.channel().eventLoop())
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new HttpClientCodec(), new Back(stream));
                        }
                    })
                    .connect(InetAddress.getLoopbackAddress(), origin)
                    .addListener((ChannelFutureListener) connected -> {
                        if (!connected.isSuccess()) {
                            reset(stream);
                        }
                    });
        }

        @Override
        public void channelRead(ChannelHandlerContext stream, Object part) {
            back.addListener((ChannelFutureListener) connected -> {
                if (connected.isSuccess()) {
                    connected.channel().writeAndFlush(part);
                } else {
                    ReferenceCountUtil.release(part);
                }
            });
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext stream) {
            back.channel().config().setAutoRead(stream.channel().isWritable());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext stream, Object event) {
            if (event instanceof Http2ResetFrame) {
                back.channel().close();
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext stream) {
            back.channel().close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext stream, Throwable cause) {
            reset(stream);
        }

        static void reset(ChannelHandlerContext stream) {
            stream.channel().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        }
    }

    /** The side of the origin: a connection, which ends with its answer. */
    private static final class Back extends ChannelInboundHandlerAdapter {
        private final ChannelHandlerContext stream;
        private boolean interim;
        private boolean ended;

        Back(ChannelHandlerContext stream) {
            this.stream = stream;
        }

        @Override
        public void channelRead(ChannelHandlerContext connection, Object part) {
            if (part instanceof HttpResponse head && head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                interim = true;
                stream.writeAndFlush(new DefaultFullHttpResponse(
                        head.protocolVersion(),
                        head.status(),
                        connection.alloc().buffer(0),
                        head.headers(),
                        EmptyHttpHeaders.INSTANCE));
                return;
            }
            if (part instanceof LastHttpContent && interim) {
                interim = false;
                ReferenceCountUtil.release(part);
                return;
            }
            ended |= part instanceof LastHttpContent;
            stream.writeAndFlush(part);
            if (ended) {
                connection.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext connection) {
            if (!ended) {
                Front.reset(stream);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
            connection.close();
        }
    }
}
