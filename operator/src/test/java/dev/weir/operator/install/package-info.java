/** What {@code deploy} installs, however it is installed. */
@NullMarked
package dev.weir.operator.install;

import org.jspecify.annotations.NullMarked;
