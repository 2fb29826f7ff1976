package dev.weir.dataplane.http.origin;

import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers behind one route, all of which give the same answers. Any thread may ask. */
public interface Origin extends AutoCloseable {
    /**
     * Sends a request. Connections are of the loop that is handed in, and so is everything that is told.
     *
     * @param answer told of all that comes
     */
    OriginCall send(OriginRequest request, OriginAnswer answer, EventLoop loop);

    /** How its servers are, one entry each, for the status and for conditions. */
    List<ServerState> servers();

    /** Why changed certificates are not used, while those before are; null when there is nothing wrong. */
    @Nullable
    String secretsProblem();

    /** Lets requests under way end, and takes none any more. */
    @Override
    void close();
}
