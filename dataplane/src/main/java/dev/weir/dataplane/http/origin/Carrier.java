package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** What carries one request to a server, and its answer back: a connection for a while, or a stream of one. */
interface Carrier {
    /** Whether content is sent at once rather than queued. */
    boolean isWritable();

    /** Takes over the buffer. */
    void content(ByteBuf bytes);

    /** The request is whole. */
    void finish(Fields trailers);

    /** Whether more of the answer is read. */
    void read(boolean on);

    /**
     * Nothing is told after this, and what is not over is broken off.
     *
     * @param overdue whether the server is to blame, for taking too long
     */
    void abandon(boolean overdue);

    /** Told of what comes, until it ends: with end, failed or switched. */
    interface Observer {
        /** The server wants the content (100). */
        void proceed();

        void informational(ResponseHead head);

        void head(ResponseHead head, long length);

        void content(ByteBuf bytes);

        void end(Fields trailers);

        void failed(OriginFailure.Kind kind, String what, Reach reach);

        void switched(ResponseHead head, Channel connection);

        /** Whether content can be sent at once has changed. */
        void writability();
    }

    /** How far a request came that failed. */
    enum Reach {
        /** No connection for it. */
        NOWHERE,
        /** The server has said that it did nothing with it, or cannot have seen it. */
        REFUSED,
        /** The connection had served before, and was found closed: most likely the server closed it for being idle. */
        STALE,
        /** Nobody knows what became of it. */
        SENT
    }
}
