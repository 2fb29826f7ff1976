package dev.weir.dataplane.http.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;

/**
 * Reads answers, one for each request. Bytes that nobody asked for close the connection: the next request would take
 * them for its answer.
 */
final class ResponseDecoder extends HttpResponseDecoder {
    private boolean expecting;
    private boolean head;

    ResponseDecoder(OriginSettings.Bounds bounds) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(bounds.lineBytes())
                .setMaxHeaderSize(bounds.headerBytes())
                .setMaxChunkSize(Integer.MAX_VALUE) // what was read is handed on as it is
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
    }

    void expect(String method) {
        expecting = true;
        head = method.equals(HttpMethod.HEAD.name());
    }

    /** The answer is over. Returns false if something follows it. */
    boolean rest() {
        expecting = false;
        return actualReadableBytes() == 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (expecting) {
            super.channelRead(ctx, message);
        } else {
            ReferenceCountUtil.release(message);
            ctx.close();
        }
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        int status = ((HttpResponse) message).status().code();
        return head || (status >= 100 && status < 200) || status == 204 || status == 304;
    }

    @Override
    protected boolean isSwitchingToNonHttp1Protocol(HttpResponse response) {
        return response.status().code() == 101;
    }
}
