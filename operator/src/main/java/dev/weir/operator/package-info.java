/**
 * The operator as a process: its settings, its life, and the parts that it puts together.
 *
 * <p>The main thread starts everything, then waits to be told to stop. The parts know nothing of this package.
 */
@NullMarked
package dev.weir.operator;

import org.jspecify.annotations.NullMarked;
