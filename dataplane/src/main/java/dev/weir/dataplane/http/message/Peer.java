package dev.weir.dataplane.http.message;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param address of the client, as the PROXY protocol told it where that is used
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param secure whether the connection is encrypted
 * @param certificate that the client has shown, where it was asked for one; an authority that is trusted vouches for it
 */
public record Peer(
        InetSocketAddress address,
        String protocol,
        boolean secure,
        @Nullable X509Certificate certificate) {}
