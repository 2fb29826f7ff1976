/**
 * What the operator counts. Every meter is in {@code deploy/reference/metrics.md}, and a test holds the page to them.
 *
 * <p>Called on the SDK's threads, any of them at any time.
 */
@NullMarked
package dev.weir.operator.metrics;

import org.jspecify.annotations.NullMarked;
