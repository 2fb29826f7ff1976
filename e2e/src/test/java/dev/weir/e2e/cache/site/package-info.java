/**
 * Brokers and data-planes, each a process of its own, that stories happen at.
 *
 * <p>Everything listens on loopback, on free ports, and ends with the site, or with this JVM however it ends.
 */
@NullMarked
package dev.weir.e2e.cache.site;

import org.jspecify.annotations.NullMarked;
