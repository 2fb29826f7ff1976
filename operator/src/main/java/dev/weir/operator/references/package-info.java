/**
 * What a resource names that has to be there besides it. Reads the cluster from the reconciler's threads, never writes.
 */
@NullMarked
package dev.weir.operator.references;

import org.jspecify.annotations.NullMarked;
