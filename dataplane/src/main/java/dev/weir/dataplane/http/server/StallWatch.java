package dev.weir.dataplane.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** Closes a connection whose client takes nothing of what is being sent to it. Looks only while something waits. */
final class StallWatch {
    private final Channel channel;
    private final Duration patience;
    private final Deadline deadline;
    private boolean watching;
    private long pendingBytes;
    private long sentOfCurrent;
    private int current;

    StallWatch(Channel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
        this.deadline = new Deadline(channel.eventLoop(), this::look);
    }

    /** Something has been flushed, and may have been sent or not. */
    void flushed() {
        if (!watching) {
            ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
            if (waiting != null && waiting.totalPendingWriteBytes() > 0) {
                watching = true;
                watch(waiting);
            }
        }
    }

    void stop() {
        deadline.stop();
    }

    private void watch(ChannelOutboundBuffer waiting) {
        pendingBytes = waiting.totalPendingWriteBytes();
        sentOfCurrent = waiting.currentProgress();
        current = System.identityHashCode(waiting.current());
        deadline.in(patience);
    }

    private void look() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
            watching = false;
        } else if (waiting.totalPendingWriteBytes() == pendingBytes
                && waiting.currentProgress() == sentOfCurrent
                && System.identityHashCode(waiting.current()) == current) {
            channel.unsafe().close(channel.voidPromise());
        } else {
            watch(waiting);
        }
    }
}
