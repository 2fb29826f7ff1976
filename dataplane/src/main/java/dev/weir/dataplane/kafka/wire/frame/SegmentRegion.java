package dev.weir.dataplane.kafka.wire.frame;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A part of a segment on its way out. The segment's file is shared: only the last part gives it back, and none closes
 * it. It extends {@link DefaultFileRegion} because the native transports use sendfile(2) for that class alone.
 */
final class SegmentRegion extends DefaultFileRegion {
    private final @Nullable Runnable sent;

    SegmentRegion(FileChannel channel, long position, long length, @Nullable Runnable sent) {
        super(channel, position, length);
        this.sent = sent;
    }

    @Override
    protected void deallocate() {
        if (sent != null) {
            sent.run();
        }
    }
}
