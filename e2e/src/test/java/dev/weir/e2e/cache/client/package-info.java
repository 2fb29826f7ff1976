/**
 * Real Kafka clients that read whole topics, and what each of them saw.
 *
 * <p>Every reader is given nothing but a bootstrap address, so the same reader tells what the broker holds and what the
 * cache gives. They run on the thread that calls them and keep everything they read in memory: for small topics only.
 */
@NullMarked
package dev.weir.e2e.cache.client;

import org.jspecify.annotations.NullMarked;
