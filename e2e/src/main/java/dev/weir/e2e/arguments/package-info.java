/**
 * Command lines of {@code --option value} and words: read, or refused with one line that says what is wrong.
 *
 * <p>Immutable values; no threads, no output.
 */
@NullMarked
package dev.weir.e2e.arguments;

import org.jspecify.annotations.NullMarked;
