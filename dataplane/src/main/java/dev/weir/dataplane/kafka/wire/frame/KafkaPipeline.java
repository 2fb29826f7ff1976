package dev.weir.dataplane.kafka.wire.frame;

import dev.weir.dataplane.net.ReadGate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** Puts together what a connection of a Kafka client runs through, from bytes to requests and back. */
public final class KafkaPipeline {
    private final FrameLimits limits;
    private final MemoryBudget memory;
    private final FrameMeters meters;
    private final RequestHandler handler;

    /**
     * @param memory shared by all connections
     * @param handler answers their requests
     */
    public KafkaPipeline(FrameLimits limits, MemoryBudget memory, FrameMeters meters, RequestHandler handler) {
        this.limits = limits;
        this.memory = memory;
        this.meters = meters;
        this.handler = handler;
    }

    /**
     * Makes a new connection one of a Kafka client. On its event loop.
     *
     * @param tls what it is secured with, or null for a plain one
     */
    public void start(Channel channel, @Nullable SslContext tls) {
        // who has sent its last request may be waiting for the answer, or have asked for none
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        var gate = new ReadGate<>(channel, HeldBack.class);
        channel.pipeline().addLast(gate);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        var activity = new Activity(limits);
        var decoder = new FrameDecoder(limits, memory, gate);
        var writer = new ReplyWriter(tls == null, meters);
        var connection = new ClientConnection(
                new Client(channel), decoder, limits, handler, memory, gate, writer, meters, activity);
        activity.watch(decoder, connection);
        channel.pipeline().addLast(activity, decoder, connection);
    }
}
