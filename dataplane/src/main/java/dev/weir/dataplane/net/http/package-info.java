/**
 * Owns what every HTTP server of the data-plane has in common: bounded requests, patience that ends, answers in JSON.
 *
 * <p>Everything runs on the event loop of the connection and must not block, except where the caller gave the
 * connection a thread of its own.
 */
@NullMarked
package dev.weir.dataplane.net.http;

import org.jspecify.annotations.NullMarked;
