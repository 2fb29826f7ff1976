package dev.weir.dataplane.http.message;

import dev.weir.dataplane.http.policy.RequestHead;
import io.netty.channel.EventLoop;

/** A request of a client, and the way to answer it. All on its {@link #loop}. */
public interface ClientExchange {
    EventLoop loop();

    /** As it was received and found well-formed, with all its fields. */
    RequestHead head();

    Peer peer();

    /** The content of the request. */
    Upload content();

    /** How it is answered. */
    Responder response();
}
