/**
 * Owns what runs for each document: starts, changes and stops it as documents come, change and go.
 *
 * <p>{@link dev.weir.dataplane.workload.Workload} is what a feature implements and
 * {@link dev.weir.dataplane.workload.WorkloadKind} how it is found. A set of documents is applied as a whole or not at
 * all: every workload prepares, and only when none refuses all commit. Preparing and committing happen on the thread
 * that loads documents, stopping on a thread of its own; neither on an event loop.
 */
@NullMarked
package dev.weir.dataplane.workload;

import org.jspecify.annotations.NullMarked;
