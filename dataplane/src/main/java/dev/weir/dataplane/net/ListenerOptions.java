package dev.weir.dataplane.net;

/**
 * How a listener treats its connections.
 *
 * @param connectionsMax how many may be open at once; a further one is closed as soon as it is accepted
 * @param sendBufferBytes SO_SNDBUF of each connection. Set rather than left to the kernel: under the BBR congestion
 *     control that many machines default to, an autotuned send buffer costs a single reader a third of its speed.
 * @param backlog connections that the kernel keeps while none is accepted; taken when the port is bound
 */
public record ListenerOptions(int connectionsMax, int sendBufferBytes, int backlog) {
    public static final ListenerOptions DEFAULT = new ListenerOptions(10_000, 256 * 1024, 1024);
}
