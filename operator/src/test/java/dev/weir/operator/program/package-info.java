/** Programs that tests run, and that not every machine has. */
@NullMarked
package dev.weir.operator.program;

import org.jspecify.annotations.NullMarked;
