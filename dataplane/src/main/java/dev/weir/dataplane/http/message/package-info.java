/**
 * The seam between those who speak with clients, those who speak with origins, and the cache between them: a request
 * with its content on its way, the answer to it, and stored bytes that are sent as they are.
 *
 * <p>Everything of one exchange happens on one event loop, which must not block. Buffers that are handed over belong to
 * whoever gets them.
 */
@NullMarked
package dev.weir.dataplane.http.message;

import org.jspecify.annotations.NullMarked;
