package dev.weir.dataplane.kafka.wire.frame;

import java.time.Duration;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * What one connection may ask for, and how long it may keep others waiting.
 *
 * @param produceBytesMax the largest frame that carries records; the broker's own {@code socket.request.max.bytes}
 * @param requestBytesMax the largest frame of any other request. They are parsed whole, into objects several times
 *     their size.
 * @param frameTime how long a frame may stand still half way in, and how long requests are handled whose client is gone
 * @param idleTime how long a connection may be silent with nothing under way, or keep a response waiting unread
 */
public record FrameLimits(int produceBytesMax, int requestBytesMax, Duration frameTime, Duration idleTime) {
    public static final FrameLimits DEFAULT =
            new FrameLimits(100 * 1024 * 1024, 8 * 1024 * 1024, Duration.ofSeconds(30), Duration.ofMinutes(10));

    int bytesMax(short apiKey) {
        return apiKey == ApiKeys.PRODUCE.id ? produceBytesMax : requestBytesMax;
    }
}
