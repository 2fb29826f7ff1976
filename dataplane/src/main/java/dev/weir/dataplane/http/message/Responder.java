package dev.weir.dataplane.http.message;

import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request. It begins once, then content, then it ends or is aborted; all on the loop of the exchange.
 * Calls after the client has left do nothing but release what they are given.
 */
public interface Responder {
    /** 102, 103 and their like; clients that know no such thing are spared. */
    void informational(int status, Fields fields);

    /**
     * The head. Framing, Connection and Date (where it is absent) are added; no hop-by-hop field may be in it.
     *
     * @param length of the content; {@link Upload#UNKNOWN} when its end will tell. To HEAD, 204 and 304 it is only what
     *     Content-Length says (unknown: nothing), and no content follows.
     */
    void begin(int status, Fields fields, long length);

    /** Takes over the buffer. */
    void content(ByteBuf bytes);

    /** What was begun is complete. */
    void end(Fields trailers);

    /** What was begun cannot be completed: the client must see that it is not whole. */
    void abort();

    /**
     * A whole answer out of the cache, in one go.
     *
     * @param payload null for an answer without content, to HEAD that is; it is retained by whoever calls, and released
     *     when it is sent
     */
    void stored(StoredHead head, long ageSeconds, long ttlSeconds, @Nullable Payload payload);

    /**
     * Switches protocols: sends 101 with these fields and gives the connection up to the caller, as it is, with its
     * reading stopped. Only for HTTP/1.1.
     */
    Channel upgrade(Fields fields);

    /** Whether content is sent at once rather than queued. */
    boolean isWritable();

    /** Who is told; one at a time, the latest. It is told at once when the client has left already. */
    void observe(Observer observer);

    interface Observer {
        /** It has become writable again. */
        void writable();

        /** The client left before the answer ended. */
        void left();

        /** The connection is to end soon: what has no end of its own should find one. */
        default void draining() {}
    }
}
