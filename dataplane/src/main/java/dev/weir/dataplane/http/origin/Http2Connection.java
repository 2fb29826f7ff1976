package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.origin.OriginFailure.Kind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2, and carries as many requests at once as the server lets it. It is there when the
 * server has sent its settings, which also shows that it speaks HTTP/2.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter implements Connection {
    private static final int STREAMS_MAX = 128;
    private static final int STREAM_WINDOW = 128 * 1024;

    /** So that answers that nobody reads now do not keep others from coming. */
    private static final int CONNECTION_WINDOW = STREAMS_MAX * STREAM_WINDOW;

    private static final int DEFAULT_WINDOW = 65_535;

    private final Channel channel;
    private final Pool pool;
    private final Duration idle;
    private final Deadline limit;
    private Connector.@Nullable Result beginning;
    private int streams;
    private long streamsMax = STREAMS_MAX;
    private boolean draining;
    private boolean used;
    private @Nullable Throwable cause;

    Http2Connection(Channel channel, Pool pool, OriginSettings settings, Connector.Result result) {
        this.channel = channel;
        this.pool = pool;
        this.beginning = result;
        this.idle = settings.connections().idle();
        this.limit = new Deadline(channel.eventLoop(), this::overdue);
        limit.set(settings.timeouts().connect());
        Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(settings.bounds().headerBytes()))
                .build();
        channel.pipeline()
                .addLast(
                        codec,
                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel pushed) {
                                pushed.close(); // servers were told not to
                            }
                        }),
                        this);
        try {
            codec.connection()
                    .local()
                    .flowController()
                    .incrementWindowSize(codec.connection().connectionStream(), CONNECTION_WINDOW - DEFAULT_WINDOW);
            channel.flush();
        } catch (Http2Exception e) {
            throw new IllegalStateException(e); // the window is of a legal size
        }
    }

    Channel channel() {
        return channel;
    }

    boolean isUsed() {
        return used;
    }

    /** What ended the connection, or null. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    @Override
    public boolean hasRoom() {
        return beginning == null && !draining && streams < streamsMax && channel.isActive();
    }

    @Override
    public boolean isIdle() {
        return streams == 0;
    }

    @Override
    public Carrier carry(OriginRequest request, Carrier.Observer observer) {
        limit.clear();
        streams++;
        var carrier = new Http2Carrier(this, request, observer);
        new Http2StreamChannelBootstrap(channel).handler(carrier).open().addListener(opened -> {
            if (opened.isSuccess()) {
                carrier.begin(pool.endpoint());
            } else {
                carrier.refused(Failures.text(opened.cause()));
                over();
            }
        });
        return carrier;
    }

    /** A request is over. */
    void over() {
        streams--;
        used = true;
        if (streams == 0) {
            if (draining) {
                channel.close();
                return;
            }
            limit.set(idle);
        }
        pool.roomOn(this);
    }

    @Override
    public void retire() {
        draining = true;
        if (streams == 0) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Http2SettingsFrame frame) {
            Long max = frame.settings().maxConcurrentStreams();
            if (max != null) {
                streamsMax = Math.min(STREAMS_MAX, max);
            }
            Connector.Result waiting = beginning;
            if (waiting != null) {
                beginning = null;
                limit.set(idle);
                waiting.connected(this);
            }
        } else if (message instanceof Http2GoAwayFrame) {
            retire();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (cause == null) {
            cause = failure;
        }
        if (!(failure instanceof Http2Exception)) {
            // of those the codec itself tells the server, and closes
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        limit.end();
        draining = true;
        Connector.Result waiting = beginning;
        if (waiting == null) {
            pool.closed(this);
            return;
        }
        beginning = null;
        if (cause instanceof Http2Exception) {
            waiting.failed(Kind.INVALID, "does not speak HTTP/2");
        } else {
            waiting.failed(
                    Kind.UNREACHABLE,
                    cause == null ? "closed the connection without a word of HTTP/2" : Failures.text(cause));
        }
    }

    private void overdue() {
        Connector.Result waiting = beginning;
        if (waiting == null) {
            retire();
            return;
        }
        beginning = null;
        draining = true;
        channel.pipeline().remove(this);
        channel.close();
        waiting.failed(Kind.TIMEOUT, "did not say in time that it speaks HTTP/2");
    }
}
