/**
 * The data-plane, run as the process that a user runs: {@code dataplane.jar} as the build packaged it.
 *
 * <p>{@link dev.weir.e2e.dataplane.DataPlaneProcess} is the way in; any thread, one at a time. What the process says
 * about itself is asked over its management port, never by linking to its classes.
 */
@NullMarked
package dev.weir.e2e.dataplane;

import org.jspecify.annotations.NullMarked;
