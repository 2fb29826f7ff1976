/**
 * Brings objects of the cluster to what they should be, by server-side apply under one field manager.
 *
 * <p>{@link dev.weir.operator.apply.Difference} is pure. {@link dev.weir.operator.apply.Applier} talks to the API
 * server from the reconciler's threads, and writes only where there is a difference: an object that carries everything
 * that it should is left alone, whatever else others put on it.
 */
@NullMarked
package dev.weir.operator.apply;

import org.jspecify.annotations.NullMarked;
