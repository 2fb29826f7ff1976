package dev.weir.dataplane.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that speaks HTTP/2 and does with each request what a test says. */
public final class Http2Origin implements AutoCloseable {
    /** What is done when the head of a request has come, and when all of it has. */
    public interface Script {
        void head(Exchange exchange);

        default void whole(Exchange exchange) {}
    }

    private static final AttributeKey<Boolean> SEEN = AttributeKey.valueOf("seen");

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Channel server;
    private volatile Script script;

    private Http2Origin(@Nullable SslContext tls, Http2Settings settings, Script script) {
        this.script = script;
        this.server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Exchange());
                                            }
                                        }),
                                        new Quiet());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    public static Http2Origin start(Script script) {
        return new Http2Origin(null, Http2Settings.defaultSettings(), script);
    }

    public static Http2Origin start(Http2Settings settings, Script script) {
        return new Http2Origin(null, settings, script);
    }

    public static Http2Origin start(SslContext tls, Script script) {
        return new Http2Origin(tls, Http2Settings.defaultSettings(), script);
    }

    /** Answers every request, when it is whole, with this. */
    public static Script answering(String body) {
        return new Script() {
            @Override
            public void head(Exchange exchange) {}

            @Override
            public void whole(Exchange exchange) {
                exchange.head(200, false).content(body, true);
            }
        };
    }

    public void script(Script next) {
        script = next;
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** How many connections there were with a request on them. */
    public int connections() {
        return connections.get();
    }

    public List<Exchange> exchanges() {
        return exchanges;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One request. */
    public final class Exchange extends ChannelInboundHandlerAdapter {
        private final List<String> body = new CopyOnWriteArrayList<>();
        private volatile @Nullable ChannelHandlerContext stream;
        private volatile @Nullable Http2Headers request;
        private volatile @Nullable Http2Headers trailers;
        private volatile long reset = -1;

        public Http2Headers request() {
            return Objects.requireNonNull(request);
        }

        public @Nullable Http2Headers trailers() {
            return trailers;
        }

        public String body() {
            return String.join("", body);
        }

        /** With which error the client reset it, or -1. */
        public long reset() {
            return reset;
        }

        public Exchange head(int status, boolean last, String... namesAndValues) {
            var headers = new DefaultHttp2Headers().status(String.valueOf(status));
            for (int i = 0; i < namesAndValues.length; i += 2) {
                headers.add(namesAndValues[i], namesAndValues[i + 1]);
            }
            stream().writeAndFlush(new DefaultHttp2HeadersFrame(headers, last));
            return this;
        }

        public Exchange content(String text, boolean last) {
            var bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
            stream().writeAndFlush(new DefaultHttp2DataFrame(bytes, last));
            return this;
        }

        public Exchange trailers(String name, String value) {
            stream().writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add(name, value), true));
            return this;
        }

        public void resetWith(Http2Error error) {
            stream().writeAndFlush(new DefaultHttp2ResetFrame(error));
        }

        /** Says that what comes after this many more streams is not taken; -1 for this one itself. */
        public void goAway(int more) {
            var frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
            frame.setExtraStreamIds(more);
            stream().channel().parent().writeAndFlush(frame);
        }

        public void closeConnection() {
            stream().channel().parent().close();
        }

        public void read(boolean on) {
            stream().channel().config().setAutoRead(on);
        }

        private ChannelHandlerContext stream() {
            return Objects.requireNonNull(stream);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            stream = ctx;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean last = false;
            if (message instanceof Http2HeadersFrame frame) {
                last = frame.isEndStream();
                if (request == null) {
                    request = frame.headers();
                    exchanges.add(this);
                    if (ctx.channel().parent().attr(SEEN).getAndSet(true) == null) {
                        connections.incrementAndGet();
                    }
                    script.head(this);
                } else {
                    trailers = frame.headers();
                }
            } else if (message instanceof Http2DataFrame frame) {
                body.add(frame.content().toString(StandardCharsets.ISO_8859_1));
                last = frame.isEndStream();
            }
            ReferenceCountUtil.release(message);
            if (last) {
                script.whole(this);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                reset = frame.errorCode();
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Connections come and go as tests have them. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
