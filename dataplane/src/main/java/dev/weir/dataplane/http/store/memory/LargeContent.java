package dev.weir.dataplane.http.store.memory;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;

/** A part of a file that is memory: a buffer to write and to read, and a file to send. It lasts as long as either. */
final class LargeContent extends UnpooledDirectByteBuf {
    private final LargeContents home;
    private final MemoryFile file;
    private final long start;
    private final int bytes;

    /** Takes over that part. */
    LargeContent(LargeContents home, MemoryFile file, long start, int bytes) {
        super(UnpooledByteBufAllocator.DEFAULT, file.mapped(start, bytes), bytes);
        this.home = home;
        this.file = file;
        this.start = start;
        this.bytes = bytes;
        clear();
    }

    FileRegion region(long from, long length) {
        retain();
        return new Region(this, start + from, length);
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        home.giveBack(file, start, bytes);
    }

    /** It extends {@link DefaultFileRegion} because the native transports use sendfile(2) for that class alone. */
    private static final class Region extends DefaultFileRegion {
        private final LargeContent content;

        /** Takes over a hold on the content. */
        Region(LargeContent content, long position, long length) {
            super(content.file.channel(), position, length);
            this.content = content;
        }

        /** The file is for others too: it is not closed. */
        @Override
        protected void deallocate() {
            content.release();
        }
    }
}
