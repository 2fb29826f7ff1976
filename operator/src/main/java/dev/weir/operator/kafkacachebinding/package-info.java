/** Reconciles {@code KafkaCacheBinding}s: what is special to them, on top of {@code reconciliation}. */
@NullMarked
package dev.weir.operator.kafkacachebinding;

import org.jspecify.annotations.NullMarked;
