/**
 * Owns the server side of the HTTP cache: takes requests and finds their routes.
 *
 * <p>Requests are handled on the event loop of their connection, which must not block. Routes are an immutable table
 * that is swapped as a whole; a request sees one table from begin to end. Nothing here knows Kafka.
 */
@NullMarked
package dev.weir.dataplane.http.proxy;

import org.jspecify.annotations.NullMarked;
