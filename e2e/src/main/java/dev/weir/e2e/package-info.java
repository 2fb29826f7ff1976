/**
 * The whole of Weir put together: the demo, the consumer for people without one, and what end-to-end tests stand on.
 *
 * <p>The class path here is the broker's. Nothing of the data-plane is on it: the data-plane is always run as the
 * process that a user would run, because it is linked against another version of Kafka.
 */
@NullMarked
package dev.weir.e2e;

import org.jspecify.annotations.NullMarked;
