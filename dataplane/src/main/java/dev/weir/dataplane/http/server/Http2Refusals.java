package dev.weir.dataplane.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Counts what the codec of HTTP/2 refuses by itself, since it tells nobody else. It answers a header list beyond what
 * it reads with 431 and nothing more, and resets the stream at once, so that a content would never be sent: only its
 * fields can be completed. {@link Http2Request} sees to it that this takes a very long one.
 */
final class Http2Refusals extends DecoratingHttp2ConnectionEncoder {
    private static final String TOO_LONG = Integer.toString(Reason.HEADER_TOO_LONG.status());

    private final Refusals refusals;
    private final Http2FrameWriter endings;
    private int answered;

    Http2Refusals(Http2ConnectionEncoder encoder, Refusals refusals) {
        super(encoder);
        this.refusals = refusals;
        this.endings = new Endings(encoder.frameWriter());
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int padding,
            boolean ends,
            ChannelPromise promise) {
        CharSequence status = headers.status();
        if (!ends || headers.size() > 1 || status == null || !TOO_LONG.contentEquals(status)) {
            return super.writeHeaders(context, stream, headers, padding, ends, promise);
        }
        answered = stream;
        refusals.count(Reason.HEADER_TOO_LONG);
        Http2Headers told = Http2Responder.headers(Reason.HEADER_TOO_LONG.status());
        Http2Responder.add(Refusal.withoutContent(Reason.HEADER_TOO_LONG), told);
        return super.writeHeaders(context, stream, told, padding, true, promise);
    }

    /** By which the codec resets streams and ends connections. */
    @Override
    public Http2FrameWriter frameWriter() {
        return endings;
    }

    private final class Endings extends DecoratingHttp2FrameWriter {
        private Endings(Http2FrameWriter writer) {
            super(writer);
        }

        @Override
        public ChannelFuture writeRstStream(
                ChannelHandlerContext context, int stream, long code, ChannelPromise promise) {
            if (code == Http2Error.REFUSED_STREAM.code()) {
                refusals.count(Reason.TOO_MANY_STREAMS);
            } else if (code == Http2Error.PROTOCOL_ERROR.code() && stream != answered) {
                refusals.count(Reason.PROTOCOL_ERROR);
            }
            return super.writeRstStream(context, stream, code, promise);
        }

        /**
         * No exception tells of the floods that the codec finds as it answers: of pings, say, whose answers pile up.
         */
        @Override
        public ChannelFuture writeGoAway(
                ChannelHandlerContext context, int lastStream, long code, ByteBuf why, ChannelPromise promise) {
            if (code == Http2Error.ENHANCE_YOUR_CALM.code()) {
                refusals.count(Reason.FLOOD);
            }
            return super.writeGoAway(context, lastStream, code, why, promise);
        }
    }
}
