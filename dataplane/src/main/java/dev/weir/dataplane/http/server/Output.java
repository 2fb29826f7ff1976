package dev.weir.dataplane.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/**
 * What is sent on one connection. It is flushed once for all that was read in one go; outside of reading, once for all
 * that one pass of the event loop brings about.
 */
final class Output {
    private final Channel channel;
    private final StallWatch stall;
    private boolean reading;
    private boolean unflushed;
    private boolean scheduled;

    Output(Channel channel, Patience patience) {
        this.channel = channel;
        this.stall = new StallWatch(channel, patience.idle());
    }

    /** A buffer to write into and then {@link #write}. */
    ByteBuf buffer(int bytes) {
        return allocator().ioBuffer(bytes);
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void write(Object message) {
        channel.write(message, channel.voidPromise());
        flushLater();
    }

    /** The same for whoever must know when it is sent. */
    ChannelFuture send(Object message) {
        ChannelFuture sent = channel.write(message);
        flushLater();
        return sent;
    }

    void reading() {
        reading = true;
    }

    void readingEnded() {
        reading = false;
        flush();
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
            stall.flushed();
        }
    }

    void stop() {
        stall.stop();
    }

    private void flushLater() {
        unflushed = true;
        if (!reading && !scheduled) {
            scheduled = true;
            channel.eventLoop().execute(() -> {
                scheduled = false;
                flush();
            });
        }
    }
}
