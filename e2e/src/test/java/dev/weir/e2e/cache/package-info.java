/**
 * What the Kafka cache promises, tested with real clients, real brokers and real data-plane processes.
 *
 * <p>A class is a story, its tests are the sentences. Tests that break nothing share one broker and one cache
 * ({@link dev.weir.e2e.cache.site.SharedSite}); a test that kills something starts its own.
 *
 * <p>With {@code -Dunder.test=broker} the tests talk to the broker where they would talk to the cache: what passes then
 * is a test that asks nothing but what Kafka promises.
 */
@NullMarked
package dev.weir.e2e.cache;

import org.jspecify.annotations.NullMarked;
