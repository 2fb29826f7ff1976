/**
 * Everything at once, chosen by a seed: load, topics that change, processes that die. At the end cache and broker must
 * hold the same.
 *
 * <p>The seed decides what is done and in which order; how long each step takes is the machine's affair, so the same
 * seed gives the same script, not the same microseconds.
 */
@NullMarked
package dev.weir.e2e.cache.torture;

import org.jspecify.annotations.NullMarked;
