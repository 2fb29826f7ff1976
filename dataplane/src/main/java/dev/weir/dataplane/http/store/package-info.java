/**
 * Owns what is cached: bounded buckets in memory, outside the heap, and an optional tier on disk that outlives the
 * process.
 *
 * <p>Any thread may ask; disks are touched on threads of its own. Nothing here decides what may be reused, nor speaks
 * HTTP.
 */
@NullMarked
package dev.weir.dataplane.http.store;

import org.jspecify.annotations.NullMarked;
