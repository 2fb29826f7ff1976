package dev.weir.dataplane.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How a listener treats its connections.
 *
 * @param connectionsMax how many may be open at once; a further one is closed as soon as it is accepted
 * @param sendBufferBytes SO_SNDBUF of each connection. Set rather than left to the kernel: under the BBR congestion
 *     control that many machines default to, an autotuned send buffer costs a single reader a third of its speed.
 * @param backlog connections that the kernel keeps while none is accepted; taken when the port is bound
 */
public record ListenerOptions(int connectionsMax, int sendBufferBytes, int backlog) {
    private static final int CONNECTIONS_MAX = 20_000;

    public static final ListenerOptions DEFAULT =
            new ListenerOptions(connectionsWithin(openFilesMax()), 256 * 1024, 1024);

    /** Connections are not to take all the files that the process may open: the logs need some. */
    static int connectionsWithin(long openFilesMax) {
        return (int) Math.min(CONNECTIONS_MAX, openFilesMax / 4 * 3);
    }

    private static long openFilesMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
