/** Reconciles {@code HttpCache}s: what is special to them, on top of {@code reconciliation}. */
@NullMarked
package dev.weir.operator.httpcache;

import org.jspecify.annotations.NullMarked;
