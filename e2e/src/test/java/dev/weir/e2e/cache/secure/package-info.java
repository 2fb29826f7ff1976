/**
 * Connections that are encrypted and authenticated, towards the broker and from clients.
 *
 * <p>Keys and certificates are made for each run and are gone after it.
 */
@NullMarked
package dev.weir.e2e.cache.secure;

import org.jspecify.annotations.NullMarked;
