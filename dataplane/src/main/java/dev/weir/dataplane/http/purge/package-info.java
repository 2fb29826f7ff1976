/**
 * Owns purging from outside: who may, what is asked for, and what is told of it, on the management port.
 *
 * <p>Runs on the management thread. What a purge does to a cache is the cache's own.
 */
@NullMarked
package dev.weir.dataplane.http.purge;

import org.jspecify.annotations.NullMarked;
