/**
 * {@code ./weir demo}: a broker, a sample origin and a data-plane with the sample documents, on one laptop.
 *
 * <p>Started and stopped on the main thread, or by the shutdown hook that Ctrl-C runs. Knows the documents only as text
 * in which it replaces addresses.
 */
@NullMarked
package dev.weir.e2e.demo;

import org.jspecify.annotations.NullMarked;
