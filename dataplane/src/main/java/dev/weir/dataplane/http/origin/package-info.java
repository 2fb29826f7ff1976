/**
 * Owns the connections to origins: pools, one for each event loop, HTTP/1.1 and HTTP/2, TLS, which servers are asked
 * and which are left alone for a while, time limits, and sending again what may be sent again.
 *
 * <p>A request runs on the event loop that it was made on, which must not block. Nothing here knows of caching.
 */
@NullMarked
package dev.weir.dataplane.http.origin;

import org.jspecify.annotations.NullMarked;
