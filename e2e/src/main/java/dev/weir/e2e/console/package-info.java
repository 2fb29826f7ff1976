/**
 * Commands for people who have none at hand: {@code ./weir consume} and {@code ./weir topics} for Kafka, and
 * {@code ./weir purge} for HTTP caches.
 *
 * <p>Plain clients on the main thread. They know nothing of Weir but the ports where the demo puts it and, for purging,
 * what its management port takes.
 */
@NullMarked
package dev.weir.e2e.console;

import org.jspecify.annotations.NullMarked;
