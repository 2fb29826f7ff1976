package dev.weir.dataplane.http.message;

import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;

/**
 * The content of a request on its way. Nothing is read from the client before {@link #start}; what nobody starts is
 * passed over (or the connection closed) once the request is answered.
 */
public interface Upload {
    long UNKNOWN = -1;

    /** 0 when there is no content, {@link #UNKNOWN} when its end will tell. */
    long length();

    /**
     * Lets it come. A client that waits for 100 (Continue) is told to go on. At most once; not if {@link #length} is 0.
     */
    void start(Receiver receiver);

    /** Whether more is to come now; while it is not, the client is held back. Starts as true. */
    void flow(boolean on);

    /** Called on the loop of the exchange. */
    interface Receiver {
        /** Takes over the buffer. */
        void content(ByteBuf bytes);

        void end(Fields trailers);

        /** The client went away, was too slow, or broke the rules; nothing more comes. It has been answered. */
        void broken(String why);
    }
}
