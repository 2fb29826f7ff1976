package dev.weir.dataplane.kafka.wire.frame;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/** Stops reading from a connection while there is at least one reason to. On its event loop. */
final class ReadGate {
    /** Why a connection is not read. */
    enum Reason {
        /** There is no room for its next request among all that are being held. */
        MEMORY,
        /** It sent more requests than it waits for answers. */
        QUEUE,
        /** It is being drained: nothing more is taken from it. */
        DRAINING
    }

    private final Channel channel;
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    void close(Reason reason) {
        reasons.add(reason);
        channel.config().setAutoRead(false);
    }

    void open(Reason reason) {
        if (reasons.remove(reason) && reasons.isEmpty()) {
            channel.config().setAutoRead(true);
        }
    }
}
