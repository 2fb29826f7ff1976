/**
 * Owns the port on which the operator tells whether it is well, and what it counts.
 *
 * <p>Answers come from threads of its own, two at most; what they ask must not block for long.
 */
@NullMarked
package dev.weir.operator.management;

import org.jspecify.annotations.NullMarked;
