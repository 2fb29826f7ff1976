/**
 * Owns who may come to the listener for web clients, and for what. On the thread of a request, which may wait for keys;
 * never on an event loop. Tokens are verified by Nimbus JOSE + JWT, which nobody else knows.
 */
@NullMarked
package dev.weir.dataplane.kafka.web.access;

import org.jspecify.annotations.NullMarked;
