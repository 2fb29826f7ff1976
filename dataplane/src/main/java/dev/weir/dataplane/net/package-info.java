/**
 * Owns the event loops, the ports that are listened on and the connections that came in by them.
 *
 * <p>Connections live on event loops, which must never block. {@link dev.weir.dataplane.net.Listeners} may be called
 * from any thread but an event loop, because binding waits for the system's answer. Nothing here knows a protocol or a
 * document.
 */
@NullMarked
package dev.weir.dataplane.net;

import org.jspecify.annotations.NullMarked;
