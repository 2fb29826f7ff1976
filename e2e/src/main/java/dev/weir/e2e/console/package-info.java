/**
 * Kafka commands for people who have none at hand: {@code ./weir consume} and {@code ./weir topics}.
 *
 * <p>Plain Kafka clients on the main thread. They know nothing of Weir but the port where the demo puts it.
 */
@NullMarked
package dev.weir.e2e.console;

import org.jspecify.annotations.NullMarked;
