/**
 * The origin behind the demo's HTTP cache: a small product catalogue that counts what it is asked.
 *
 * <p>Runs on the JDK's own server with threads of its own. Keeps nothing but its counters.
 */
@NullMarked
package dev.weir.e2e.demo.origin;

import org.jspecify.annotations.NullMarked;
