/**
 * Owns how log lines look: for people or for machines, and the one vocabulary of keys.
 *
 * <p>Set up once by the main thread before anything logs.
 */
@NullMarked
package dev.weir.operator.logging;

import org.jspecify.annotations.NullMarked;
