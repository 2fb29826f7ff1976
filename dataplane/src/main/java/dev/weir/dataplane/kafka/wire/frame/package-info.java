/**
 * Owns the bytes of the Kafka protocol towards clients: frames and their bounds, request headers, responses that leave
 * room for file regions, and the connection that handles one request after the other.
 *
 * <p>Everything of a connection happens on its event loop. It knows what a request is, and nothing of what any of them
 * asks; a handler answers with a {@link dev.weir.dataplane.kafka.wire.frame.Reply} from any thread. Nothing here
 * blocks.
 */
@NullMarked
package dev.weir.dataplane.kafka.wire.frame;

import org.jspecify.annotations.NullMarked;
