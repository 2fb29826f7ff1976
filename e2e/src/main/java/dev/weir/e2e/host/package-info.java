/**
 * What the demo and the tests ask of the machine: child processes that never outlive their parent, ports, folders.
 *
 * <p>May be called from any thread. Knows nothing of Kafka or of Weir beyond where the build puts its jars.
 */
@NullMarked
package dev.weir.e2e.host;

import org.jspecify.annotations.NullMarked;
