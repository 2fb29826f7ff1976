/**
 * Owns how log lines look: the two formats, and the one vocabulary of keys.
 *
 * <p>Set up once by the main thread before anything logs. It knows nothing of what is logged; that no secret is passed
 * to a logger is the duty of the caller.
 */
@NullMarked
package dev.weir.dataplane.logging;

import org.jspecify.annotations.NullMarked;
