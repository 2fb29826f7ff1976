package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client that knows that the server speaks HTTP/2, and sends what it is told to, be it well-formed or not. */
public final class Http2Client implements AutoCloseable {
    private final EventLoops loops = EventLoops.open(Transport.NIO, "client", 1);
    private final Channel connection;
    private volatile @Nullable Http2Error goAway;
    private volatile @Nullable Http2Settings settings;

    public Http2Client(int port) {
        var codec = Http2FrameCodecBuilder.forClient()
                .validateHeaders(false)
                .encoderEnforceMaxConcurrentStreams(false)
                .encoderIgnoreMaxHeaderListSize(true)
                .encoderEnforceMaxRstFramesPerWindow(0, 0)
                .initialSettings(Http2Settings.defaultSettings().initialWindowSize(65_535))
                .build();
        connection = loops.client()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(codec, new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                                .addLast(new WholeConnection());
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    /** The head of a request; more may be added, or taken away. */
    public static Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .authority("a.test")
                .path(path);
    }

    /** A request without content. */
    public Stream get(String path) {
        return open(request("GET", path), true);
    }

    /** Asks and takes it back at once; false when the server takes nothing any more. */
    public boolean askAndCancel(String path) {
        try {
            get(path).cancel();
            return true;
        } catch (Exception e) {
            if (goAway == null && connection.isActive()) {
                throw e;
            }
            return false;
        }
    }

    public Stream open(Http2Headers headers, boolean ends) {
        return open(headers, ends, true);
    }

    /** A request without content, of whose answer nothing is taken until it is said. */
    public Stream openIdle(Http2Headers headers) {
        return open(headers, true, false);
    }

    private Stream open(Http2Headers headers, boolean ends, boolean taking) {
        var stream = new Stream();
        stream.channel = new Http2StreamChannelBootstrap(connection)
                .handler(stream)
                .open()
                .syncUninterruptibly()
                .getNow();
        stream.taking(taking);
        stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, ends));
        return stream;
    }

    public boolean isClosed() {
        return !connection.isActive();
    }

    public @Nullable Http2Error goAway() {
        return goAway;
    }

    public Http2Settings settings() {
        await().until(() -> settings != null);
        return requireNonNull(settings);
    }

    @Override
    public void close() {
        loops.close();
    }

    private final class WholeConnection extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2GoAwayFrame going) {
                goAway = Http2Error.valueOf(going.errorCode());
            } else if (frame instanceof Http2SettingsFrame set) {
                settings = set.settings();
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // what the server thinks of it is what is tested
        }
    }

    /** A request under way, and what has come of its answer. */
    public static final class Stream extends ChannelInboundHandlerAdapter {
        private final List<Http2Headers> heads = new CopyOnWriteArrayList<>();
        private final StringBuilder content = new StringBuilder();
        private volatile @Nullable Http2Error reset;
        private volatile boolean ended;
        private @Nullable Channel channel;

        public Stream send(String text, boolean ends) {
            channel().writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, ISO_8859_1), ends));
            return this;
        }

        public Stream trailers(Http2Headers trailers) {
            channel().writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
            return this;
        }

        public void cancel() {
            channel().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }

        /** Stops or begins to take content. */
        public Stream taking(boolean on) {
            channel().config().setAutoRead(on);
            return this;
        }

        /** Takes what one read gives, which is no more than the window. */
        public Stream takingOnce() {
            channel().read();
            return this;
        }

        /** When the answer is whole. */
        public Stream ended() {
            await().until(() -> ended || reset != null);
            if (!ended) {
                throw new AssertionError("the stream was reset: " + reset);
            }
            return this;
        }

        public boolean isReset() {
            return reset != null;
        }

        public Http2Error reset() {
            await().until(() -> reset != null);
            return requireNonNull(reset);
        }

        /** Heads in order: informational ones, the final one, trailers. */
        public List<Http2Headers> heads() {
            return heads;
        }

        public String status() {
            await().until(() -> !heads.isEmpty());
            return String.valueOf(heads.getLast().status());
        }

        public String field(String name) {
            return String.valueOf(heads.getFirst().get(name));
        }

        public String content() {
            return content.toString();
        }

        private Channel channel() {
            return requireNonNull(channel);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            switch (frame) {
                case Http2HeadersFrame head -> {
                    heads.add(head.headers());
                    ended |= head.isEndStream();
                }
                case Http2DataFrame data -> {
                    content.append(data.content().toString(ISO_8859_1));
                    ended |= data.isEndStream();
                }
                default -> {
                    // of no concern
                }
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                reset = Http2Error.valueOf(frame.errorCode());
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // what the server thinks of it is what is tested
        }
    }
}
