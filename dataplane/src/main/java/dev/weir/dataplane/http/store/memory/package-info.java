/**
 * Owns where contents are in memory, outside the heap: small ones in buffers, large ones in a file that is memory, out
 * of which the kernel sends them without a copy.
 *
 * <p>Any thread may ask, and whoever lets go last gives the memory back. Nothing here knows what the contents are, or
 * how much of them there may be; only that the process must not have more of it than the JVM was told.
 */
@NullMarked
package dev.weir.dataplane.http.store.memory;

import org.jspecify.annotations.NullMarked;
