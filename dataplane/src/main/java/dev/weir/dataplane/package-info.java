/**
 * Owns the process: its settings, its life cycle, and how the parts are put together.
 *
 * <p>The main thread starts everything, waits for the end, and drains. What the parts do is theirs.
 */
@NullMarked
package dev.weir.dataplane;

import org.jspecify.annotations.NullMarked;
