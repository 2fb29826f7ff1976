/**
 * Runs a {@code KafkaCacheBinding}: puts its parts together, which are packages of their own.
 *
 * <p>Changes come on the documents thread, connections run on event loops. Nothing here knows the HTTP cache.
 */
@NullMarked
package dev.weir.dataplane.kafka;

import org.jspecify.annotations.NullMarked;
