package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.kafka.wire.fetch.FetchSettings;
import dev.weir.dataplane.kafka.wire.frame.FrameLimits;

/**
 * Bounds of the front.
 *
 * @param requestBytesMax large requests of all connections, from when they begin to arrive to when they are answered
 */
public record FrontSettings(FrameLimits frames, FetchSettings fetch, long requestBytesMax) {
    public static final FrontSettings DEFAULT =
            new FrontSettings(FrameLimits.DEFAULT, FetchSettings.DEFAULT, 256L * 1024 * 1024);
}
