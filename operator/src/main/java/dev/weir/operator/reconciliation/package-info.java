/**
 * How a resource of either kind is reconciled: validate, resolve references, plan storage, bring its objects about, ask
 * its pods, state what holds.
 *
 * <p>{@link dev.weir.operator.reconciliation.Reconciliation} runs on the SDK's threads, for one resource on one thread
 * at a time. It keeps nothing between two runs: what it has to remember is in the cluster. Everything that decides
 * rather than acts is a pure function ({@code Assessment}, {@code Nudge}).
 */
@NullMarked
package dev.weir.operator.reconciliation;

import org.jspecify.annotations.NullMarked;
