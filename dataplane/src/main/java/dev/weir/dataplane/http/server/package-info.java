/**
 * Owns the connections of clients: HTTP/1.1 and HTTP/2, TLS, the PROXY protocol, well-formedness, limits and patience.
 * What is not well-formed is refused here and seen by nobody else.
 *
 * <p>Everything runs on the event loop of the connection, which must not block. Nothing here knows of caching.
 */
@NullMarked
package dev.weir.dataplane.http.server;

import org.jspecify.annotations.NullMarked;
