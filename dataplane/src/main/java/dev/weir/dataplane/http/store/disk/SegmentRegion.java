package dev.weir.dataplane.http.store.disk;

import io.netty.channel.DefaultFileRegion;

/**
 * Content on its way out of a segment. The segment's file is shared: it is given back, not closed. It extends
 * {@link DefaultFileRegion} because the native transports use sendfile(2) for that class alone.
 */
final class SegmentRegion extends DefaultFileRegion {
    private final Segment segment;

    /** Takes over a hold on the segment. */
    SegmentRegion(Segment segment, long position, long length) {
        super(segment.channel(), position, length);
        this.segment = segment;
    }

    @Override
    protected void deallocate() {
        segment.release();
    }
}
