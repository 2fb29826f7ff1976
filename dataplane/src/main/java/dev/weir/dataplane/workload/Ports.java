package dev.weir.dataplane.workload;

import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ConnectionHandler;
import dev.weir.dataplane.net.ListenerOptions;

/** The ports of one document, in one change of the documents. What is not claimed in it is given up when it commits. */
@FunctionalInterface
public interface Ports {
    /**
     * Binds a port, or keeps it when this listener has it. Connections are accepted from the commit on.
     *
     * @param listener which listener of the document: {@code kafka}, {@code web}, {@code http}
     */
    Claim claim(String listener, int port, ListenerOptions options, ConnectionHandler handler);
}
