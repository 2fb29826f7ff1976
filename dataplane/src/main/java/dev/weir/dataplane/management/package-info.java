/**
 * Owns the port that operators, probes and Prometheus talk to, and the meters that are told there.
 *
 * <p>The management server runs on one thread of its own, so that it answers even when every event loop is busy; its
 * routes may block for some milliseconds, no longer. What a route answers comes from whoever registers it: nothing here
 * knows a document, Kafka or a cache.
 */
@NullMarked
package dev.weir.dataplane.management;

import org.jspecify.annotations.NullMarked;
