package dev.weir.dataplane.http.message;

import java.net.InetSocketAddress;

/**
 * Who sent a request.
 *
 * @param address of the client, as the PROXY protocol told it where that is used
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param secure whether the connection is encrypted
 */
public record Peer(InetSocketAddress address, String protocol, boolean secure) {}
