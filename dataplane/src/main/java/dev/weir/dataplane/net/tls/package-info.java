/**
 * Owns how listeners are secured: certificates from files, read anew when they change.
 *
 * <p>Files are read on the thread that asks for it, never on an event loop; connections take the context that is
 * current when they begin, by one volatile read.
 */
@NullMarked
package dev.weir.dataplane.net.tls;

import org.jspecify.annotations.NullMarked;
