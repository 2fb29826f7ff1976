package dev.weir.dataplane.http.server;

import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;

/** Makes the codec of a connection of HTTP/2. Floods of resets, of empty and of control frames are its to end. */
final class Http2Codec extends Http2FrameCodecBuilder {
    private static final int RESETS_MAX = 200;
    private static final int RESETS_WINDOW_SECONDS = 10;

    /**
     * The codec reads so much more than is let pass, for what it does not read it can only refuse without saying why. A
     * lower limit than the one that clients are told may be held (RFC 9113 section 6.5.2).
     */
    private static final int HEADER_MARGIN = 2;

    private final Serving serving;

    private Http2Codec(Serving serving) {
        this.serving = serving;
        Limits limits = serving.limits();
        long headerBytes = (long) limits.headerBytesMax() * HEADER_MARGIN + limits.lineBytesMax();
        server(true);
        initialSettings(Http2Settings.defaultSettings()
                .maxConcurrentStreams(limits.streamsMax())
                .maxHeaderListSize(Math.min(Integer.MAX_VALUE, headerBytes)));
        validateHeaders(true);
        validateRequiredPseudoHeaders(true);
        decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_WINDOW_SECONDS);
        gracefulShutdownTimeoutMillis(0); // it is elsewhere that the streams are waited for
    }

    static Http2FrameCodec of(Serving serving) {
        return new Http2Codec(serving).build();
    }

    @Override
    protected Http2FrameCodec build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return super.build(decoder, new Http2Refusals(encoder, serving.refusals()), settings);
    }
}
