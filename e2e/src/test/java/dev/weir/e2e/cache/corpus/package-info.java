/**
 * Topics that hold everything a Kafka log can hold, written to a real broker by real clients.
 *
 * <p>The same on every run but for the timestamps that the broker sets. Runs on the thread that calls it.
 */
@NullMarked
package dev.weir.e2e.cache.corpus;

import org.jspecify.annotations.NullMarked;
