/**
 * The HTTP cache as its clients, its origin and whoever operates it see it: over sockets, with a data-plane that is a
 * process of its own.
 */
@NullMarked
package dev.weir.e2e.http;

import org.jspecify.annotations.NullMarked;
