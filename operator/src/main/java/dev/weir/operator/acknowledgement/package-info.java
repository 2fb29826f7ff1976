/**
 * What pods tell of themselves on their management ports: which document they run, which they refused, and how their
 * cache is.
 *
 * <p>{@link dev.weir.operator.acknowledgement.Pods} asks all pods of a workload at once and blocks the caller, a thread
 * of the reconciler, for no longer than one pod may take. A pod that does not answer is a result, not an exception.
 */
@NullMarked
package dev.weir.operator.acknowledgement;

import org.jspecify.annotations.NullMarked;
